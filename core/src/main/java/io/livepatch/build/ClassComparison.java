package io.livepatch.build;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.bytecode.LambdaName;
import io.livepatch.bytecode.LambdaReferences;
import io.livepatch.model.Fingerprint;
import io.livepatch.model.MethodId;
import io.livepatch.model.PatchedMethod;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Compares the two versions of one class. */
final class ClassComparison {
    private static final int METHOD_FLAGS = Opcodes.ACC_PUBLIC
            | Opcodes.ACC_PRIVATE
            | Opcodes.ACC_PROTECTED
            | Opcodes.ACC_STATIC
            | Opcodes.ACC_FINAL
            | Opcodes.ACC_SYNCHRONIZED
            | Opcodes.ACC_NATIVE
            | Opcodes.ACC_ABSTRACT
            | Opcodes.ACC_STRICT;
    private static final String INITIALIZER = "<clinit>";

    private final ClassNode oldClass;
    private final PreparedClass prepared;
    private final ClassNode newClass;
    private final String name;
    private final Findings findings = new Findings();
    private final Fingerprints oldFingerprints;
    private final Fingerprints newFingerprints;
    private final List<PatchedMethod> changed = new ArrayList<>();
    private int methodsAdded;

    private ClassComparison(ClassNode oldClass, PreparedClass prepared) {
        this.oldClass = oldClass;
        this.prepared = prepared;
        newClass = prepared.node();
        name = oldClass.name.replace('/', '.');
        oldFingerprints = new Fingerprints(oldClass);
        newFingerprints = new Fingerprints(newClass);
    }

    static ClassDelta compare(byte[] oldClassFile, byte[] newClassFile) throws InvalidClassFileException {
        ClassNode oldClass = ClassFiles.read(oldClassFile);
        return new ClassComparison(oldClass, PreparedClass.of(oldClass, newClassFile)).compare();
    }

    private ClassDelta compare() {
        int fieldsAdded = new ShapeComparison(oldClass, newClass, findings).compare();
        if (!Annotations.same(oldClass.visibleAnnotations, newClass.visibleAnnotations)) {
            findings.warn(WarningKind.ANNOTATIONS, name, Annotations.STAY);
        }
        Set<MethodId> kept = new HashSet<>();
        for (MethodNode method : newClass.methods) {
            MethodId id = ClassFiles.id(method);
            kept.add(id);
            Optional<MethodNode> old = ClassFiles.method(oldClass, id);
            if (method.name.equals(INITIALIZER)) {
                compareInitializers(old, Optional.of(method));
            } else if (old.isPresent()) {
                compare(old.get(), method);
            } else {
                refuseAdded(method);
            }
        }
        oldClass.methods.stream()
                .filter(method -> !kept.contains(ClassFiles.id(method)))
                .forEach(this::removed);
        if (prepared.assertionsDisabled() && !changed.isEmpty()) {
            findings.warn(
                    WarningKind.ASSERTIONS,
                    name,
                    "OLD has no assertions in this class; those of NEW are never checked, even under -ea");
        }
        return new ClassDelta(name, changed, prepared, methodsAdded, fieldsAdded, findings);
    }

    private void compare(MethodNode old, MethodNode method) {
        int oldFlags = old.access & METHOD_FLAGS;
        int newFlags = method.access & METHOD_FLAGS;
        if (oldFlags != newFlags) {
            findings.refuse(
                    RefusalKind.METHOD_FLAGS,
                    where(method),
                    "was " + flags(oldFlags) + ", is " + flags(newFlags)
                            + " in NEW; a running JVM does not change the modifiers of a method");
        } else if (ClassFiles.hasBody(method)) {
            compareBodies(old, method);
        }
        if (!Annotations.same(old.visibleAnnotations, method.visibleAnnotations)
                || !Annotations.same(old.visibleParameterAnnotations, method.visibleParameterAnnotations)
                || !Annotations.sameValue(old.annotationDefault, method.annotationDefault)) {
            findings.warn(WarningKind.ANNOTATIONS, where(method), Annotations.STAY);
        }
    }

    private void compareBodies(MethodNode old, MethodNode method) {
        Fingerprint from = oldFingerprints.of(old, LambdaReferences.BY_CONTENT);
        Fingerprint to = newFingerprints.of(method, LambdaReferences.BY_CONTENT);
        // by content alone, a method would seem changed if only a lambda in it is
        if (from.equals(to) || sameByName(old, method)) {
            return;
        }
        changed.add(new PatchedMethod(ClassFiles.id(method), from, to, false));
        ClassVersions.obstacle(oldClass, newClass, method)
                .ifPresent(obstacle -> findings.refuse(
                        RefusalKind.CLASS_VERSION,
                        where(method),
                        obstacle + "; compile NEW for the Java release of OLD"));
        CombinedSize.check(old, method, where(method), findings);
    }

    private boolean sameByName(MethodNode old, MethodNode method) {
        return oldFingerprints
                .of(old, LambdaReferences.BY_NAME)
                .equals(newFingerprints.of(method, LambdaReferences.BY_NAME));
    }

    private void compareInitializers(Optional<MethodNode> old, Optional<MethodNode> method) {
        if (!initializer(oldClass, oldFingerprints, old).equals(initializer(newClass, newFingerprints, method))) {
            findings.refuse(
                    RefusalKind.STATIC_INITIALIZER,
                    name,
                    "the static initialiser differs; it has run already in the live JVM and does not run again, so what"
                            + " it sets would stay old");
        }
    }

    /** What a static initialiser does, without the setting of {@code $assertionsDisabled}; empty if that is nothing. */
    private static Optional<Fingerprint> initializer(
            ClassNode owner, Fingerprints fingerprints, Optional<MethodNode> initializer) {
        return initializer
                .map(method -> Assertions.withoutSetting(owner, method))
                .filter(method -> !isEmpty(method))
                .map(method -> fingerprints.of(method, LambdaReferences.BY_NAME));
    }

    private static boolean isEmpty(MethodNode method) {
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction.getOpcode() >= 0) {
                return instruction.getOpcode() == Opcodes.RETURN;
            }
        }
        return true;
    }

    private void refuseAdded(MethodNode method) {
        methodsAdded++;
        findings.refuse(
                RefusalKind.ADDED_METHOD,
                where(method),
                LambdaName.of(method).isPresent()
                        ? "NEW has a lambda here that OLD does not have, and its body is a method of its own; a running JVM"
                                + " takes no new methods"
                        : "NEW adds this method; a running JVM takes no new methods, so the fix must do without");
    }

    private void removed(MethodNode method) {
        if (method.name.equals(INITIALIZER)) {
            compareInitializers(Optional.of(method), Optional.empty());
        } else if ((method.access & Opcodes.ACC_SYNTHETIC) == 0) {
            findings.warn(
                    WarningKind.REMOVED_METHOD,
                    where(method),
                    "NEW has no such method; it stays, and who calls it still gets it, also where it overrides another");
        }
    }

    private String where(MethodNode method) {
        return name + "." + ClassFiles.id(method);
    }

    private static String flags(int access) {
        String text = Modifier.toString(access);
        return text.isEmpty() ? "without modifiers" : text;
    }
}
