package io.livepatch.build;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.bytecode.LambdaReferences;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.finding.WarningKind;
import io.livepatch.model.Fingerprint;
import io.livepatch.model.MethodId;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
    private static final int WITHOUT_BODY = Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT;
    private static final String INITIALIZER = "<clinit>";

    private final ClassNode oldClass;
    private final PreparedClass prepared;
    private final ClassNode newClass;
    private final String name;
    private final Findings findings = new Findings();
    private final Fingerprints oldFingerprints;
    private final Fingerprints newFingerprints;
    private final List<MethodId> changed = new ArrayList<>();
    private final List<MethodId> removed = new ArrayList<>();
    private int methodsAdded;
    /** Both classes without what compilers write in several ways, made when they are needed. */
    private ClassNode plainOld;

    private ClassNode plainNew;

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
            Optional<MethodNode> old = ClassFiles.method(oldClass, id).filter(each -> isSameKind(each, method));
            if (method.name.equals(INITIALIZER)) {
                kept.add(id);
            } else if (old.isPresent()) {
                kept.add(id);
                compare(old.get(), method);
            } else {
                methodsAdded++;
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
        return new ClassDelta(
                name, changed, removed, prepared, hasOtherInitializer(), methodsAdded, fieldsAdded, findings);
    }

    /** A method that becomes static, or no longer is, is another one: it is called in another way. */
    private static boolean isSameKind(MethodNode old, MethodNode method) {
        return (old.access & Opcodes.ACC_STATIC) == (method.access & Opcodes.ACC_STATIC);
    }

    private void compare(MethodNode old, MethodNode method) {
        if ((old.access & WITHOUT_BODY) != (method.access & WITHOUT_BODY)) {
            findings.refuse(
                    RefusalKind.METHOD_FLAGS,
                    where(method),
                    "was " + flags(old.access & METHOD_FLAGS) + ", is " + flags(method.access & METHOD_FLAGS)
                            + " in NEW; a running JVM does not give a method a body, or take it away");
        } else if (ClassFiles.hasBody(method)) {
            compareBodies(old, method);
            compareSynchronization(old, method);
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
        if (from.equals(to) || sameByName(old, method) || sameButForHabits(ClassFiles.id(method))) {
            return;
        }
        changed.add(ClassFiles.id(method));
    }

    private void compareSynchronization(MethodNode old, MethodNode method) {
        boolean before = (old.access & Opcodes.ACC_SYNCHRONIZED) != 0;
        boolean after = (method.access & Opcodes.ACC_SYNCHRONIZED) != 0;
        if (before && !after) {
            findings.warn(
                    WarningKind.SYNCHRONIZED,
                    where(method),
                    "it is no longer synchronized in NEW; in the running JVM it goes on taking the lock, so that a fix of a deadlock"
                            + " does not take effect");
        } else if (after && !before && changed.stream().noneMatch(ClassFiles.id(method)::equals)) {
            changed.add(ClassFiles.id(method));
        }
    }

    private boolean sameByName(MethodNode old, MethodNode method) {
        return oldFingerprints
                .of(old, LambdaReferences.BY_NAME)
                .equals(newFingerprints.of(method, LambdaReferences.BY_NAME));
    }

    /** Seldom asked: most methods do not differ at all. */
    private boolean sameButForHabits(MethodId id) {
        if (plainOld == null) {
            plainOld = CompilerHabits.without(oldClass);
            plainNew = CompilerHabits.without(newClass);
        }
        MethodNode before = ClassFiles.method(plainOld, id).orElseThrow();
        MethodNode after = ClassFiles.method(plainNew, id).orElseThrow();
        Fingerprints old = new Fingerprints(plainOld);
        Fingerprints now = new Fingerprints(plainNew);
        return Stream.of(LambdaReferences.BY_CONTENT, LambdaReferences.BY_NAME)
                .anyMatch(view -> old.of(before, view).equals(now.of(after, view)));
    }

    private boolean hasOtherInitializer() {
        MethodId id = new MethodId(INITIALIZER, "()V");
        return !initializer(oldClass, oldFingerprints, ClassFiles.method(oldClass, id))
                .equals(initializer(newClass, newFingerprints, ClassFiles.method(newClass, id)));
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

    private void removed(MethodNode method) {
        removed.add(ClassFiles.id(method));
        if (!method.name.equals(INITIALIZER) && (method.access & Opcodes.ACC_SYNTHETIC) == 0) {
            findings.warn(
                    WarningKind.REMOVED_METHOD,
                    where(method),
                    "NEW has no such method; it stays, and who calls it still gets it, unless NEW's class inherits one of the library or"
                            + " serialization looks for it by its name");
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
