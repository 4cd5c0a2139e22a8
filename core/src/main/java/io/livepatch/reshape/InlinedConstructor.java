package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.TwoVersions.Declared;
import io.livepatch.reshape.TwoVersions.Standing;
import java.util.Optional;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** A constructor that OLD has too, with the added constructors that it calls put into it. */
final class InlinedConstructor {
    /** Of constructors that call each other; what calls itself does not verify. */
    private static final int MAX_DEPTH = 64;

    private final TwoVersions versions;
    private final ClassNode owner;

    InlinedConstructor(TwoVersions versions, ClassNode owner) {
        this.versions = versions;
        this.owner = owner;
    }

    /** A copy that initialises its object by a constructor that the running JVM has; empty if that cannot be. */
    Optional<MethodNode> of(MethodNode constructor) {
        MethodNode copy = Copies.of(constructor);
        for (int i = 0; i < MAX_DEPTH; i++) {
            Optional<MethodInsnNode> call = Constructors.initialization(copy);
            Optional<Declared<MethodNode>> added = call.flatMap(this::added);
            if (added.isEmpty()) {
                return isInReach(call) ? Optional.of(copy) : Optional.empty();
            }
            Constructors.inline(copy, call.get(), Copies.of(added.get().member()), owner.name);
        }
        return Optional.empty();
    }

    private Optional<Declared<MethodNode>> added(MethodInsnNode call) {
        ClassNode target = versions.after(call.owner);
        return target == null
                ? Optional.empty()
                : ClassFiles.method(target, new MethodId(call.name, call.desc))
                        .map(method -> new Declared<>(target, method))
                        .filter(each -> versions.standing(each) == Standing.ADDED_MEMBER);
    }

    /** A constructor calls those of its class and of its superclass only (JVMS 4.10.1.9). */
    private boolean isInReach(Optional<MethodInsnNode> call) {
        return call.isEmpty()
                || call.get().owner.equals(owner.name)
                || call.get().owner.equals(owner.superName);
    }
}
