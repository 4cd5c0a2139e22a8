package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.LambdaReferences;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Fields that NEW has under another name: what a constructor stores in an added one, that of OLD stores in one that is gone. */
final class RenamedFields {
    private RenamedFields() {}

    /**
     * The field of OLD that holds, in objects that exist, what an added field would hold.
     *
     * @param constructor one of NEW
     */
    static Optional<String> earlierName(TwoVersions versions, Declared<FieldNode> added, MethodNode constructor) {
        ClassNode before = versions.before(added.ownerName());
        Optional<MethodNode> old = ClassFiles.method(before, ClassFiles.id(constructor));
        Optional<String> wanted = stores(added.owner(), constructor).stream()
                .filter(each -> each.field().equals(added.member().name))
                .map(Store::expression)
                .findFirst();
        if (old.isEmpty() || wanted.isEmpty()) {
            return Optional.empty();
        }
        return stores(before, old.get()).stream()
                .filter(each -> each.expression().equals(wanted.get()))
                .map(Store::field)
                .filter(name ->
                        TwoVersions.field(before, name, added.member().desc).isPresent())
                .filter(name -> TwoVersions.field(added.owner(), name, added.member().desc)
                        .isEmpty())
                .findFirst();
    }

    private record Store(String field, String expression) {}

    /** The statements {@code this.field = expression} of a constructor. */
    private static List<Store> stores(ClassNode owner, MethodNode constructor) {
        List<Store> stores = new ArrayList<>();
        for (List<AbstractInsnNode> statement : Segments.of(owner.name, constructor)) {
            List<AbstractInsnNode> code = new ArrayList<>(
                    statement.stream().filter(each -> each.getOpcode() >= 0).toList());
            boolean isStore = code.size() > 2
                    && code.get(0) instanceof VarInsnNode object
                    && object.var == 0
                    && code.get(code.size() - 1) instanceof FieldInsnNode field
                    && field.getOpcode() == Opcodes.PUTFIELD
                    && field.owner.equals(owner.name);
            if (isStore) {
                List<AbstractInsnNode> expression = new ArrayList<>(statement);
                expression.remove(code.get(0));
                FieldInsnNode field = (FieldInsnNode) code.get(code.size() - 1);
                expression.remove(field);
                MethodNode body = new MethodNode(Opcodes.ACC_STATIC, "value", "()V", null, null);
                Statements.append(constructor, List.of(expression), body);
                stores.add(new Store(
                        field.name,
                        new Fingerprints(owner)
                                .of(body, LambdaReferences.BY_CONTENT)
                                .sha256()));
            }
        }
        return stores;
    }
}
