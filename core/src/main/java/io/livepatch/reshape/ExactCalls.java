package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.TwoVersions.Declared;
import io.livepatch.reshape.TwoVersions.Standing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Calls that mean one very method in NEW, where the running JVM would choose among those that override it: super calls of hooked methods, and
 * calls of methods that became private. Code with such calls has to be brought even if NEW did not change it.
 */
final class ExactCalls {
    private final TwoVersions versions;
    private final Predicate<Declared<MethodNode>> isHooked;
    private final Set<MethodId> closed = new HashSet<>();

    /** A call as it is written in the code of a class. */
    record Call(String home, int opcode, String owner, MethodId method) {
        private boolean isSuper() {
            return opcode == Opcodes.INVOKESPECIAL
                    && !owner.equals(home)
                    && !method.name().equals("<init>");
        }
    }

    /** @param isHooked whether a method of OLD begins with handing objects of some classes over */
    ExactCalls(TwoVersions versions, Predicate<Declared<MethodNode>> isHooked) {
        this.versions = versions;
        this.isHooked = isHooked;
    }

    /** Notes a method of NEW, if it cannot be overridden any more. */
    void consider(Declared<MethodNode> method) {
        if (isClosed(method)) {
            closed.add(ClassFiles.id(method.member()));
        }
    }

    private boolean isClosed(Declared<MethodNode> method) {
        return TwoVersions.isPrivate(method.member().access)
                && !TwoVersions.isStatic(method.member().access)
                && !method.member().name.startsWith("<")
                && versions.standing(method) == Standing.EXISTING
                && !TwoVersions.isPrivate(versions.existing(method).orElseThrow().access)
                && versions.subtypes(method.ownerName()).stream()
                        .anyMatch(each -> declares(each, ClassFiles.id(method.member())));
    }

    /** Whether a subclass has a method of that name in one of the versions. */
    private boolean declares(ClassNode type, MethodId id) {
        ClassNode before = versions.before(type.name);
        return ClassFiles.method(type, id).isPresent()
                || (before != null && ClassFiles.method(before, id).isPresent());
    }

    /** Whether the running JVM would not, or not always, run the method that a call means. */
    boolean leadElsewhere(Call call) {
        if (call.isSuper()) {
            return versions.methodBefore(call.owner(), call.method())
                    .filter(isHooked)
                    .isPresent();
        }
        return closed.contains(call.method())
                && versions.method(call.owner(), call.method())
                        .filter(this::isClosed)
                        .isPresent();
    }

    /**
     * Gives the methods that both versions have, with such calls in the body that is to run; to be asked when all methods are considered.
     *
     * @param chosen whether that is NEW's
     */
    void callers(
            BiPredicate<String, MethodId> chosen,
            BiConsumer<String, MethodId> withNew,
            BiConsumer<String, MethodId> withOld) {
        for (String name : new LinkedHashSet<>(versions.namesAfter())) {
            ClassNode owner = versions.isKept(name) ? versions.after(name) : null;
            if (owner == null || versions.before(name) == null) {
                continue;
            }
            for (MethodNode method : owner.methods) {
                Optional<MethodNode> old = versions.existing(new Declared<>(owner, method));
                MethodId id = ClassFiles.id(method);
                boolean isChosen = chosen.test(name, id);
                if (old.isPresent()
                        && calls(name, isChosen ? method : old.get()).stream().anyMatch(this::leadElsewhere)) {
                    (isChosen ? withNew : withOld).accept(name, id);
                }
            }
        }
    }

    private static List<Call> calls(String home, MethodNode method) {
        List<Call> calls = new ArrayList<>();
        for (AbstractInsnNode each : method.instructions) {
            if (each instanceof MethodInsnNode call && !call.owner.startsWith("[")) {
                calls.add(new Call(home, call.getOpcode(), call.owner, new MethodId(call.name, call.desc)));
            } else if (each instanceof InvokeDynamicInsnNode dynamic) {
                Stream.of(dynamic.bsmArgs)
                        .flatMap(argument ->
                                Optional.of(argument).filter(Handle.class::isInstance).map(Handle.class::cast).stream())
                        .filter(handle -> handle.getTag() == Opcodes.H_INVOKEVIRTUAL)
                        .map(handle -> new Call(
                                home,
                                Opcodes.INVOKEVIRTUAL,
                                handle.getOwner(),
                                new MethodId(handle.getName(), handle.getDesc())))
                        .forEach(calls::add);
            }
        }
        return calls;
    }
}
