package io.livepatch.reshape;

import io.livepatch.finding.Findings;
import io.livepatch.finding.WarningKind;
import io.livepatch.model.Bridge;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.AccessClasses.Way;
import io.livepatch.reshape.TwoVersions.Declared;
import java.lang.invoke.LambdaMetafactory;
import java.util.Optional;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Rewrites what names methods by handles in a body of NEW: lambdas, other dynamic call sites and constants. */
final class CallSites {
    /** The method by which a class reads its lambdas back from a stream. */
    private static final String READING = "$deserializeLambda$";
    /** Where the flags are among the arguments of a lambda's bootstrap method. */
    private static final int FLAGS = 3;

    /** How a method is called from this code, if not as it is written. */
    interface Ways {
        Optional<Way> way(
                int opcode, String owner, String name, String descriptor, Optional<Declared<MethodNode>> found);
    }

    private final TwoVersions versions;
    private final AccessRules rules;
    private final AccessClasses access;
    private final Needs needs;
    private final Findings findings;
    private final String home;
    private final Place place;
    private final Ways ways;

    /**
     * For the code of one class.
     *
     * @param home the class of NEW that the code was written for
     * @param place where it will run
     */
    CallSites(
            TwoVersions versions,
            AccessClasses access,
            Needs needs,
            Findings findings,
            String home,
            Place place,
            Ways ways) {
        this.versions = versions;
        this.rules = new AccessRules(versions);
        this.access = access;
        this.needs = needs;
        this.findings = findings;
        this.home = home;
        this.place = place;
        this.ways = ways;
    }

    /**
     * Rewrites a call site in place.
     *
     * @param method the body that it is in
     */
    void rewrite(InvokeDynamicInsnNode dynamic, MethodNode method) {
        Type[] captured = Type.getArgumentTypes(dynamic.desc);
        String first = captured.length == 0 ? "" : captured[0].getDescriptor();
        boolean isMoved = place != Place.IN_PLACE;
        for (int i = 0; i < dynamic.bsmArgs.length; i++) {
            Object argument = constant(dynamic.bsmArgs[i], first);
            isMoved |= !argument.equals(dynamic.bsmArgs[i]);
            dynamic.bsmArgs[i] = argument;
        }
        if (isMoved && isSerializable(dynamic) && !method.name.equals(READING)) {
            findings.warn(
                    WarningKind.SERIAL_FORM,
                    Names.where(home, method.name + method.desc),
                    "it makes a lambda that can be serialized, and streams know it by a class that the bundle adds: a JVM that was"
                            + " started with NEW cannot read it back, nor can the patched one as a rule");
        }
    }

    private static boolean isSerializable(InvokeDynamicInsnNode dynamic) {
        return dynamic.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory")
                && dynamic.bsm.getName().equals("altMetafactory")
                && dynamic.bsmArgs.length > FLAGS
                && dynamic.bsmArgs[FLAGS] instanceof Integer flags
                && (flags & LambdaMetafactory.FLAG_SERIALIZABLE) != 0;
    }

    /** A constant as this code may use it. */
    Object constant(Object constant) {
        return constant(constant, "");
    }

    /**
     * A constant as this code may use it.
     *
     * @param first descriptor of the first captured argument of the call site that uses it, empty if there is none
     */
    private Object constant(Object constant, String first) {
        if (constant instanceof Handle handle) {
            return handle(handle, first);
        }
        if (constant instanceof ConstantDynamic dynamic) {
            Object[] arguments = new Object[dynamic.getBootstrapMethodArgumentCount()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = constant(dynamic.getBootstrapMethodArgument(i));
            }
            return new ConstantDynamic(
                    dynamic.getName(), dynamic.getDescriptor(), dynamic.getBootstrapMethod(), arguments);
        }
        return constant;
    }

    private Handle handle(Handle handle, String first) {
        if (handle.getTag() <= Opcodes.H_PUTSTATIC || handle.getOwner().startsWith("[")) {
            return handle;
        }
        Optional<Declared<MethodNode>> found =
                versions.method(handle.getOwner(), new MethodId(handle.getName(), handle.getDesc()));
        if (handle.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
            return found.flatMap(this::makingWay)
                    .map(way -> access.withoutFirst(home, way).handle())
                    .orElse(handle);
        }
        int opcode = switch (handle.getTag()) {
            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
            case Opcodes.H_INVOKESPECIAL -> Opcodes.INVOKESPECIAL;
            case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
            default -> Opcodes.INVOKEVIRTUAL;
        };
        return ways.way(opcode, handle.getOwner(), handle.getName(), handle.getDesc(), found)
                .map(way -> opcode == Opcodes.INVOKESTATIC ? way : onReceiver(way, first))
                .map(Way::handle)
                .orElseGet(() -> new Handle(
                        handle.getTag(),
                        handle.getOwner(),
                        AddedClasses.nameNow(versions, handle.getName(), found),
                        handle.getDesc(),
                        handle.isInterface()));
    }

    /** A lambda takes a captured receiver of a static method by its exact type, where it takes that of an instance method by any. */
    private Way onReceiver(Way way, String captured) {
        String receiver = Type.getArgumentTypes(way.descriptor())[0].getDescriptor();
        return captured.isEmpty() || captured.equals(receiver) ? way : access.withFirst(home, way, captured);
    }

    private Optional<Way> makingWay(Declared<MethodNode> declared) {
        return switch (versions.standing(declared)) {
            case ADDED_MEMBER -> Optional.of(needs.factory(declared));
            case EXISTING -> {
                int flags = versions.existing(declared).orElseThrow().access;
                yield rules.isOpen(place, home, versions.before(declared.ownerName()), flags, declared.member().access)
                        ? Optional.empty()
                        : Optional.of(
                                access.constructor(home, Bridge.NEW, declared.ownerName(), declared.member().desc, ""));
            }
            case OF_ADDED_CLASS -> {
                needs.addedClass(declared.ownerName());
                yield Optional.empty();
            }
            case OUTSIDE -> Optional.empty();
        };
    }
}
