package io.livepatch.reshape;

import io.livepatch.bytecode.BodyVerifier;
import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.bytecode.MentionedTypes;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.model.MethodId;
import io.livepatch.model.Outside;
import io.livepatch.model.SerializationHook;
import io.livepatch.reshape.Reshaped.Counts;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Writes the class files, with the final names of added classes, and has them verified. */
final class Output {
    /** Packages that the JVM adds no class to. */
    static final String JAVA = "java/";

    private static final int HASH_LENGTH = 8;

    private final TwoVersions versions;
    private final Findings findings;

    Output(TwoVersions versions, Findings findings) {
        this.versions = versions;
        this.findings = findings;
    }

    /** The class files of these, those to be added in the order in which they can be defined. */
    Reshaped write(
            Map<String, Map<MethodId, MethodNode>> bodies,
            List<ClassNode> newClasses,
            Collection<ClassNode> others,
            Outside outside,
            Counts counts) {
        Map<String, byte[]> open = new LinkedHashMap<>();
        Map<String, String> renames = new HashMap<>();
        newClasses.forEach(each -> renames.put(each.name, Names.added(each.name)));
        NewNames openNames = new NewNames(renames);
        Map<String, byte[]> openBodies = new TreeMap<>();
        bodies.forEach((name, methods) -> openBodies.put(name, openNames.in(bytes(patched(name, methods)))));
        newClasses.forEach(each -> open.put(Names.added(each.name), openNames.in(bytes(each))));
        others.forEach(each -> open.put(each.name, openNames.in(bytes(each))));

        open.keySet().stream()
                .filter(each -> each.startsWith(JAVA))
                .forEach(each -> findings.refuse(
                        RefusalKind.JDK_CLASS,
                        Names.closed(each, "").replace('/', '.'),
                        "the patch would need this class beside those of java.*, to which no class can be added; keep to changed bodies"
                                + " there"));
        String hash = hash(openBodies, open);
        Map<String, byte[]> closedBodies = new TreeMap<>();
        openBodies.forEach((name, file) -> closedBodies.put(name, closed(file, hash)));
        Map<String, byte[]> added = new LinkedHashMap<>();
        open.forEach((name, file) -> added.put(Names.closed(name, hash), closed(file, hash)));
        Map<String, Set<MethodId>> patched = new TreeMap<>();
        bodies.forEach((name, methods) -> patched.put(name, new LinkedHashSet<>(methods.keySet())));
        renames.replaceAll((name, newName) -> Names.closed(newName, hash));
        Reshaped result =
                new Reshaped(closedBodies, patched, added, new NewNames(renames), closed(outside, hash), counts);
        verify(result);
        return result;
    }

    private static Outside closed(Outside open, String hash) {
        List<SerializationHook> hooks = open.hooks().stream()
                .map(each -> new SerializationHook(
                        each.className(), each.method(), Names.closed(each.companion(), hash), each.body()))
                .toList();
        return new Outside(open.enums(), hooks, open.versioned());
    }

    /**
     * NEW's class with the rewritten bodies, and without what the running class does not have; but what makes static fields stays, for callbacks
     * that have them initialised anew.
     */
    private ClassNode patched(String name, Map<MethodId, MethodNode> methods) {
        ClassNode node = new ClassNode();
        versions.after(name).accept(node);
        ClassNode old = versions.before(name);
        Set<MethodId> initializing = InitializerSlice.methods(node);
        node.methods.removeIf(each -> methods.containsKey(ClassFiles.id(each))
                || (ClassFiles.method(old, ClassFiles.id(each)).isEmpty()
                        && !initializing.contains(ClassFiles.id(each))));
        node.methods.addAll(methods.values());
        node.superName = old.superName;
        node.interfaces = old.interfaces;
        return node;
    }

    static byte[] bytes(ClassNode node) {
        if (ClassFiles.majorVersion(node) < Opcodes.V1_6) {
            node.methods.forEach(Output::dropFrames);
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        node.accept(writer);
        return writer.toByteArray();
    }

    private static void dropFrames(MethodNode method) {
        for (AbstractInsnNode each : method.instructions.toArray()) {
            if (each.getType() == AbstractInsnNode.FRAME) {
                method.instructions.remove(each);
            }
        }
    }

    private static byte[] closed(byte[] classFile, String hash) {
        return mapped(classFile, new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String internalName) {
                return Names.closed(internalName, hash);
            }

            @Override
            public String mapInnerClassName(String name, String ownerName, String innerName) {
                return innerName;
            }

            @Override
            public Object mapValue(Object value) {
                // access classes give the names of holders, and descriptors with names of added classes, as text
                return value instanceof String text ? Names.closed(text, hash) : super.mapValue(value);
            }
        });
    }

    static byte[] mapped(byte[] classFile, Remapper remapper) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile).accept(new ClassRemapper(writer, remapper), ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }

    private static String hash(Map<String, byte[]> bodies, Map<String, byte[]> added) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            bodies.values().forEach(digest::update);
            added.values().forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void verify(Reshaped result) {
        Map<String, byte[]> known = new HashMap<>();
        result.added().forEach((name, file) -> known.put(name.replace('/', '.'), file));
        ClassFileLocator locator = new ClassFileLocator.Compound(
                new ClassFileLocator.Simple(known),
                new OldClasses(versions),
                ClassFileLocator.ForClassLoader.ofPlatformLoader());
        result.bodies()
                .forEach((name, file) -> verify(name, file, result.patched().get(name), locator));
        result.added().forEach((name, file) -> verify(name, file, null, locator));
    }

    private void verify(String name, byte[] classFile, Set<MethodId> methods, ClassFileLocator locator) {
        List<String> problems = new ArrayList<>();
        try {
            ClassNode node = ClassFiles.read(classFile);
            problems.addAll(BodyVerifier.problems(node, id -> methods == null || methods.contains(id), locator));
            if (MentionedTypes.of(node).stream()
                    .anyMatch(each -> findings.refuses(RefusalKind.SUPERTYPE, each.replace('/', '.')))) {
                // what else is wrong with the class follows from that, since it takes the supertype for granted
                return;
            }
        } catch (InvalidClassFileException e) {
            problems.add(e.getMessage());
        }
        problems.forEach(problem -> findings.refuse(
                RefusalKind.INVALID_CODE,
                name.replace('/', '.'),
                "what livepatch made of NEW would not pass the verifier of the JVM in OLD's classes: " + problem));
    }
}
