package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What methods that NEW's constructors call do with an added field. Calls are followed as they would be made for an object of the class, or of a
 * subclass in the library, whatever the conditions around them: it may find more than happens.
 */
final class UseInConstruction {
    private static final String CONSTRUCTOR = "<init>";

    private final TwoVersions versions;
    private final Declared<FieldNode> field;

    UseInConstruction(TwoVersions versions, Declared<FieldNode> field) {
        this.versions = versions;
        this.field = field;
    }

    /** A method that reads the field while the constructor of a superclass runs, when the class has not begun to give it a value. */
    Optional<String> readEarly() {
        return early(Opcodes.GETFIELD);
    }

    /** One that sets it then. */
    Optional<String> setEarly() {
        return early(Opcodes.PUTFIELD);
    }

    private Optional<String> early(int opcode) {
        return receivers().stream()
                .flatMap(each -> using(each, versions.lineageAfter(field.owner().superName), opcode).stream())
                .findFirst();
    }

    /** A method that sets the field and that a constructor of the class or of a subclass calls, or the latter itself. */
    Optional<String> setByMethods() {
        return receivers().stream()
                .flatMap(each -> using(each, versions.lineageAfter(each.name), Opcodes.PUTFIELD).stream())
                .findFirst();
    }

    /** The classes of the library whose objects have the field. */
    List<ClassNode> receivers() {
        List<ClassNode> receivers = new ArrayList<>(versions.subtypes(field.ownerName()));
        receivers.add(0, field.owner());
        return receivers;
    }

    /** A method that the constructors of some classes lead to, for an object of another class, and that has such an instruction for the field. */
    private Optional<String> using(ClassNode receiver, List<ClassNode> constructed, int opcode) {
        Set<String> seen = new HashSet<>();
        Deque<Declared<MethodNode>> left = new ArrayDeque<>();
        for (ClassNode each : constructed) {
            each.methods.stream()
                    .filter(method -> method.name.equals(CONSTRUCTOR))
                    .forEach(method -> left.add(new Declared<>(each, method)));
        }
        while (!left.isEmpty()) {
            Declared<MethodNode> next = left.remove();
            for (AbstractInsnNode each : next.member().instructions) {
                if (each instanceof MethodInsnNode call && versions.isSubtype(receiver.name, call.owner)) {
                    called(receiver, call)
                            .filter(found -> seen.add(found.ownerName() + "." + ClassFiles.id(found.member())))
                            .ifPresent(left::add);
                } else if (each.getOpcode() == opcode && !isOwnConstructor(next) && isTheField((FieldInsnNode) each)) {
                    return Optional.of(Names.where(
                            next.ownerName(), ClassFiles.id(next.member()).toString()));
                }
            }
        }
        return Optional.empty();
    }

    private boolean isOwnConstructor(Declared<MethodNode> method) {
        return method.member().name.equals(CONSTRUCTOR) && method.owner() == field.owner();
    }

    /** What a call leads to if it is made for an object of a class. */
    Optional<Declared<MethodNode>> called(ClassNode receiver, MethodInsnNode call) {
        if (call.name.equals(CONSTRUCTOR)) {
            return Optional.empty();
        }
        boolean byReceiver = call.getOpcode() == Opcodes.INVOKEVIRTUAL || call.getOpcode() == Opcodes.INVOKEINTERFACE;
        MethodId id = new MethodId(call.name, call.desc);
        Optional<Declared<MethodNode>> named = versions.method(call.owner, id);
        boolean isPrivate = named.filter(each -> TwoVersions.isPrivate(each.member().access))
                .isPresent();
        return byReceiver && !isPrivate ? versions.method(receiver.name, id) : named;
    }

    private boolean isTheField(FieldInsnNode access) {
        return access.name.equals(field.member().name)
                && versions.field(access.owner, access.name, access.desc)
                        .filter(each -> each.ownerName().equals(field.ownerName()))
                        .isPresent();
    }
}
