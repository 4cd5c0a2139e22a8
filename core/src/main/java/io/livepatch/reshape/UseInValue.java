package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.reshape.TwoVersions.Declared;
import io.livepatch.reshape.TwoVersions.Standing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Whether the expression for the value of an added field uses added fields of the same object, whose own values may be unknown. Calls on the
 * object are followed; code elsewhere that it is handed to is not, and finds there what has been set so far, as in a constructor.
 */
final class UseInValue {
    private final TwoVersions versions;
    private final Declared<FieldNode> field;
    private final Set<String> seen = new HashSet<>();
    private final Deque<Declared<MethodNode>> left = new ArrayDeque<>();

    private UseInValue(TwoVersions versions, Declared<FieldNode> field) {
        this.versions = versions;
        this.field = field;
    }

    /**
     * Whether it does.
     *
     * @param expression a body that has the object in local 0
     */
    static boolean is(TwoVersions versions, Declared<FieldNode> field, MethodNode expression) {
        UseInValue use = new UseInValue(versions, field);
        use.left.add(new Declared<>(field.owner(), expression));
        while (!use.left.isEmpty()) {
            if (use.isIn(use.left.remove())) {
                return true;
            }
        }
        return false;
    }

    private boolean isIn(Declared<MethodNode> code) {
        Optional<Origins> found = Origins.of(code.ownerName(), code.member());
        if (found.isEmpty()) {
            return false;
        }
        for (AbstractInsnNode each : code.member().instructions) {
            if (each instanceof FieldInsnNode access && isOfObject(access) && isAdded(access)) {
                int depth = access.getOpcode() == Opcodes.PUTFIELD ? 1 : 0;
                if (isThis(found.get(), access, depth)) {
                    return true;
                }
            } else if (each instanceof MethodInsnNode call
                    && call.getOpcode() != Opcodes.INVOKESTATIC
                    && versions.isSubtype(field.ownerName(), call.owner)
                    && isThis(found.get(), call, Type.getArgumentCount(call.desc))) {
                follow(call);
            }
        }
        return false;
    }

    private static boolean isOfObject(FieldInsnNode access) {
        return access.getOpcode() == Opcodes.GETFIELD || access.getOpcode() == Opcodes.PUTFIELD;
    }

    private boolean isAdded(FieldInsnNode access) {
        return versions.field(access.owner, access.name, access.desc)
                .filter(each -> each.ownerName().equals(field.ownerName()))
                .filter(each -> versions.standingOfField(each) == Standing.ADDED_MEMBER)
                .isPresent();
    }

    private static boolean isThis(Origins origins, AbstractInsnNode at, int depth) {
        return origins.pushed(at, depth)
                .filter(each -> each.getOpcode() == Opcodes.ALOAD && ((VarInsnNode) each).var == 0)
                .isPresent();
    }

    private void follow(MethodInsnNode call) {
        UseInConstruction calls = new UseInConstruction(versions, field);
        for (ClassNode receiver : calls.receivers()) {
            calls.called(receiver, call)
                    .filter(each -> ClassFiles.hasBody(each.member()))
                    .filter(each -> seen.add(each.ownerName() + "." + ClassFiles.id(each.member())))
                    .ifPresent(left::add);
        }
    }
}
