package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.finding.WarningKind;
import io.livepatch.model.Bridge;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.AccessClasses.Way;
import io.livepatch.reshape.Selection.Choice;
import io.livepatch.reshape.TwoVersions.Declared;
import io.livepatch.reshape.TwoVersions.Standing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Methods that OLD does not have, as static methods of companions: the body of each, and a choice between those that override each other. */
final class AddedMethods {
    private static final String OBJECT = "java/lang/Object";

    private final TwoVersions versions;
    private final Selection selection;
    private final HandOver handOver;
    private final Companions companions;
    private final AccessClasses access;
    private final Findings findings;
    /** Has a body rewritten for the companion of a class. */
    private final BiConsumer<ClassNode, MethodNode> rewriting;

    private final Predicate<String> isTaken;
    private final Map<MethodKey, Declared<MethodNode>> dispatched = new LinkedHashMap<>();

    private int count;

    private record MethodKey(String owner, MethodId id) {}

    /**
     * The added methods of a bundle.
     *
     * @param isTaken whether a class that OLD does not have is in the bundle
     */
    AddedMethods(
            TwoVersions versions,
            Companions companions,
            AccessClasses access,
            Findings findings,
            BiConsumer<ClassNode, MethodNode> rewriting,
            Predicate<String> isTaken) {
        this.versions = versions;
        selection = new Selection(versions);
        handOver = new HandOver(versions, access);
        this.companions = companions;
        this.access = access;
        this.findings = findings;
        this.rewriting = rewriting;
        this.isTaken = isTaken;
    }

    /** See {@link Needs#method}. */
    Way way(Declared<MethodNode> added, boolean exact) {
        if (exact || !isVirtual(added)) {
            return body(added);
        }
        warnOfUnclear(added);
        List<Choice> choices = selection.of(added);
        if (choices.isEmpty() && hasBody(added)) {
            return body(added);
        }
        MethodKey key = new MethodKey(added.ownerName(), ClassFiles.id(added.member()));
        if (dispatched.putIfAbsent(key, added) == null) {
            if (hasBody(added)) {
                body(added);
            }
            choices.stream()
                    .flatMap(each -> each.method().stream())
                    .filter(each -> versions.standing(each) == Standing.ADDED_MEMBER && hasBody(each))
                    .forEach(this::body);
        }
        return dispatchWay(added);
    }

    private Way body(Declared<MethodNode> added) {
        MethodNode method = added.member();
        boolean isStatic = TwoVersions.isStatic(method.access);
        String descriptor = isStatic ? method.desc : Names.withReceiver(added.ownerName(), method.desc);
        Way way =
                new Way(Names.companion(added.ownerName()), isStatic ? method.name : method.name + "$this", descriptor);
        if (!companions.hasMethod(added.owner(), way.name(), descriptor)) {
            if (!ClassFiles.hasBody(method)) {
                findings.refuse(
                        RefusalKind.ADDED_METHOD,
                        Names.where(added.ownerName(), method.name + method.desc),
                        "NEW adds this method without a body, and the fix calls it itself");
                return way;
            }
            MethodNode copy = Copies.as(method, Companions.METHOD, way.name(), descriptor);
            if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
                Synchronization.emulate(copy, added.ownerName(), isStatic);
            }
            companions.add(added.owner(), copy);
            count += versions.standing(added) == Standing.ADDED_MEMBER ? 1 : 0;
            rewriting.accept(added.owner(), copy);
            if (!isStatic && (method.access & Opcodes.ACC_SYNTHETIC) == 0) {
                copy.instructions.insert(requireReceiver());
            }
        }
        return way;
    }

    /** A call on null fails before the body begins. */
    private static InsnList requireReceiver() {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, 0));
        code.add(new MethodInsnNode(
                Opcodes.INVOKEVIRTUAL, "java/lang/Object", "getClass", "()Ljava/lang/Class;", false));
        code.add(new InsnNode(Opcodes.POP));
        return code;
    }

    private static boolean hasBody(Declared<MethodNode> method) {
        return ClassFiles.hasBody(method.member());
    }

    private static boolean isVirtual(Declared<MethodNode> method) {
        int closed = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
        return (method.member().access & closed) == 0 && (method.owner().access & Opcodes.ACC_FINAL) == 0;
    }

    private static Way dispatchWay(Declared<MethodNode> added) {
        return new Way(
                Names.companion(added.ownerName()),
                added.member().name + "$virtual",
                Names.withReceiver(added.ownerName(), added.member().desc));
    }

    private void warnOfUnclear(Declared<MethodNode> added) {
        selection.unclear(added).stream()
                .filter(each -> versions.isKept(each.name))
                .forEach(each -> findings.warn(
                        WarningKind.OVERRIDE,
                        Names.where(each.name, ClassFiles.id(added.member()).toString()),
                        "the fix calls the added default method of "
                                + added.ownerName().replace('/', '.')
                                + " for objects of this class; if it inherits a method of that name from a class outside the library,"
                                + " that one runs in NEW"));
    }

    /** How many methods that OLD does not have there are. */
    int count() {
        return count;
    }

    /** Writes the choices, once it is known which classes the bundle has. */
    void finish() {
        dispatched.values().forEach(this::addDispatch);
    }

    private void addDispatch(Declared<MethodNode> added) {
        Way way = dispatchWay(added);
        MethodNode method = new MethodNode(Companions.METHOD, way.name(), way.descriptor(), null, null);
        for (Choice each : selection.of(added)) {
            String receiver = each.receiver().name;
            boolean isTaken = !versions.isAdded(receiver) || this.isTaken.test(receiver);
            if (!isTaken || each.method().filter(this::isWithoutBody).isPresent()) {
                continue;
            }
            method.instructions.add(handOver.code(added.ownerName(), receiver, call(added, each), way.descriptor()));
        }
        if (hasBody(added)) {
            call(method, added.ownerName(), body(added).call());
        } else if (selection.isOfEveryObject(added)) {
            call(
                    method,
                    OBJECT,
                    new MethodInsnNode(Opcodes.INVOKEVIRTUAL, OBJECT, added.member().name, added.member().desc, false));
        } else {
            method.visitTypeInsn(Opcodes.NEW, "java/lang/AbstractMethodError");
            method.visitInsn(Opcodes.DUP);
            method.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/AbstractMethodError", "<init>", "()V", false);
            method.visitInsn(Opcodes.ATHROW);
        }
        companions.add(added.owner(), method);
    }

    private boolean isWithoutBody(Declared<MethodNode> method) {
        return !hasBody(method) && versions.standing(method) == Standing.ADDED_MEMBER;
    }

    private MethodInsnNode call(Declared<MethodNode> added, Choice choice) {
        String caller = handOver.caller(added.ownerName(), choice.receiver().name);
        if (choice.method().isEmpty()) {
            String receiver = choice.receiver().name;
            MethodNode method = added.member();
            return versions.isAdded(receiver)
                    ? new MethodInsnNode(Opcodes.INVOKEVIRTUAL, receiver, method.name, method.desc, false)
                    : access.method(caller, Bridge.INVOKE_VIRTUAL, receiver, method.name, method.desc, "")
                            .call();
        }
        Declared<MethodNode> overrider = choice.method().get();
        return switch (versions.standing(overrider)) {
            case ADDED_MEMBER -> body(overrider).call();
            case OF_ADDED_CLASS -> invocation(overrider);
            default -> existing(caller, overrider);
        };
    }

    /** The call of a method that the running JVM has, which may be closed there: NEW may have opened it to have it override. */
    private MethodInsnNode existing(String caller, Declared<MethodNode> overrider) {
        int open = versions.existing(overrider).orElseThrow().access;
        boolean isReached = (open & versions.before(overrider.ownerName()).access & Opcodes.ACC_PUBLIC) != 0
                || (!TwoVersions.isPrivate(open) && Names.samePackage(caller, overrider.ownerName()));
        MethodNode method = overrider.member();
        return isReached
                ? invocation(overrider)
                : access.method(caller, Bridge.INVOKE_VIRTUAL, overrider.ownerName(), method.name, method.desc, "")
                        .call();
    }

    private static MethodInsnNode invocation(Declared<MethodNode> method) {
        boolean onInterface = (method.owner().access & Opcodes.ACC_INTERFACE) != 0;
        return new MethodInsnNode(
                onInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL,
                method.ownerName(),
                method.member().name,
                method.member().desc,
                onInterface);
    }

    private static void call(MethodNode method, String receiver, AbstractInsnNode call) {
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitTypeInsn(Opcodes.CHECKCAST, receiver);
        Type[] arguments = Type.getArgumentTypes(method.desc);
        int slot = 1;
        for (int i = 1; i < arguments.length; i++) {
            method.visitVarInsn(arguments[i].getOpcode(Opcodes.ILOAD), slot);
            slot += arguments[i].getSize();
        }
        method.instructions.add(call);
        method.visitInsn(Type.getReturnType(method.desc).getOpcode(Opcodes.IRETURN));
    }
}
