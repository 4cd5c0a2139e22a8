package io.livepatch.weave;

import io.livepatch.bytecode.BodyVerifier;
import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.InvalidClassFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.objectweb.asm.ClassReader;

/** The classes that a patch brings beside those it changes, in the order in which they must be defined. Immutable. */
public final class AddedClasses {
    private final List<Added> classes;

    /** One class. */
    static final class Added {
        private final String name;
        private final byte[] classFile;
        private final List<String> supertypes;
        private final String digest;

        private Added(String name, byte[] classFile) {
            this.name = name;
            this.classFile = classFile;
            ClassReader reader = new ClassReader(classFile);
            List<String> above = new ArrayList<>();
            above.add(reader.getSuperName().replace('/', '.'));
            for (String each : reader.getInterfaces()) {
                above.add(each.replace('/', '.'));
            }
            supertypes = List.copyOf(above);
            digest = sha256(classFile);
        }

        /** Binary name with dots. */
        String name() {
            return name;
        }

        /** Not a copy, and not to be changed. */
        byte[] classFile() {
            return classFile;
        }

        /** Superclass and interfaces, with dots. */
        List<String> supertypes() {
            return supertypes;
        }

        /** Tells class files of one name apart. */
        String digest() {
            return digest;
        }

        String packageName() {
            return name.substring(0, Math.max(0, name.lastIndexOf('.')));
        }
    }

    /**
     * Takes them from a bundle that was found sound.
     *
     * @param names binary names with dots, supertypes first
     * @param classFiles the class file of each
     */
    public AddedClasses(List<String> names, Function<String, byte[]> classFiles) {
        classes = names.stream()
                .map(name -> new Added(name, classFiles.apply(name)))
                .toList();
    }

    public boolean isEmpty() {
        return classes.isEmpty();
    }

    List<Added> classes() {
        return classes;
    }

    boolean contains(String name) {
        return classes.stream().anyMatch(each -> each.name().equals(name));
    }

    /**
     * What a verifier has against their code in a loader, without loading anything; empty if nothing. The JVM does not verify
     * classes of the boot loader.
     */
    public List<String> problems(ClassLoader loader) {
        if (isEmpty()) {
            return List.of();
        }
        Map<String, byte[]> byName = new HashMap<>();
        classes.forEach(each -> byName.put(each.name(), each.classFile()));
        ClassFileLocator types =
                new ClassFileLocator.Compound(new ClassFileLocator.Simple(byName), WeaveCheck.classFilesOf(loader));
        List<String> problems = new ArrayList<>();
        for (Added each : classes) {
            try {
                BodyVerifier.problems(ClassFiles.read(each.classFile()), method -> true, types)
                        .forEach(problem -> problems.add(each.name() + ": " + problem));
            } catch (InvalidClassFileException e) {
                problems.add(each.name() + ": " + e.getMessage());
            }
        }
        return problems;
    }

    private static String sha256(byte[] classFile) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(classFile));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
