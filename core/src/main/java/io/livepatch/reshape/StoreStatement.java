package io.livepatch.reshape;

import io.livepatch.bytecode.Branches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A statement {@code this.field = expression} of a constructor, or {@code this.field = this.other = expression}, whose expression can be asked
 * for its value at another time, since it sets nothing that objects had before.
 */
final class StoreStatement {
    private final Origins origins;
    private final List<AbstractInsnNode> statement;
    /** The statement without labels and frames. */
    private final List<AbstractInsnNode> code;
    /** The last one first. */
    private final List<FieldInsnNode> stores = new ArrayList<>();

    private StoreStatement(Origins origins, List<AbstractInsnNode> statement) {
        this.origins = origins;
        this.statement = statement;
        code = statement.stream().filter(each -> each.getOpcode() >= 0).toList();
        if (code.get(code.size() - 1) instanceof FieldInsnNode last && last.getOpcode() == Opcodes.PUTFIELD) {
            stores.add(last);
        }
        for (int i = code.size() - 2; i > 0 && isStoreOfCopy(i); i -= 2) {
            stores.add((FieldInsnNode) code.get(i));
        }
    }

    /** The statement that a store is part of; empty if it is another one. */
    static Optional<StoreStatement> of(String owner, MethodNode constructor, Origins origins, FieldInsnNode store) {
        return Segments.of(owner, constructor).stream()
                .filter(each -> each.contains(store))
                .map(each -> new StoreStatement(origins, each))
                .filter(each -> each.stores.contains(store) && each.isAssignment() && each.isRepeatable())
                .findFirst();
    }

    /** The first instruction. */
    AbstractInsnNode first() {
        return code.get(0);
    }

    /** What stands on the stack below the expression: the object, for each field it is stored in. */
    int targets() {
        return stores.size();
    }

    /** The instructions that leave the value on the stack. */
    List<AbstractInsnNode> expression() {
        List<AbstractInsnNode> expression = new ArrayList<>(statement);
        expression.removeAll(code.subList(0, stores.size()));
        expression.removeAll(code.subList(end(), code.size()));
        return expression;
    }

    private int end() {
        return code.size() - 2 * stores.size() + 1;
    }

    private boolean isStoreOfCopy(int at) {
        int before = code.get(at - 1).getOpcode();
        return code.get(at).getOpcode() == Opcodes.PUTFIELD && (before == Opcodes.DUP_X1 || before == Opcodes.DUP2_X1);
    }

    /** Whether it begins with the objects that it stores into, one for each store. */
    private boolean isAssignment() {
        if (stores.size() >= end()) {
            return false;
        }
        for (int i = 0; i < stores.size(); i++) {
            AbstractInsnNode target = code.get(i);
            boolean isThis =
                    target instanceof VarInsnNode object && object.getOpcode() == Opcodes.ALOAD && object.var == 0;
            if (!isThis
                    || origins.pushed(code.get(end()), stores.size() - i)
                            .filter(target::equals)
                            .isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private boolean isRepeatable() {
        return code.subList(stores.size(), end()).stream().noneMatch(each -> sets(each) || leaves(each));
    }

    private boolean sets(AbstractInsnNode instruction) {
        int opcode = instruction.getOpcode();
        boolean ofArray = opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE;
        return opcode == Opcodes.PUTFIELD
                || (opcode == Opcodes.PUTSTATIC && !goesOn((FieldInsnNode) instruction))
                || (ofArray
                        && origins.made(instruction, 2).filter(this::makesArray).isEmpty());
    }

    /** Whether the value of a static field is a step further than it was, as that of a counter. */
    private boolean goesOn(FieldInsnNode set) {
        return code.stream()
                .anyMatch(each -> each instanceof FieldInsnNode read
                        && read.getOpcode() == Opcodes.GETSTATIC
                        && read.owner.equals(set.owner)
                        && read.name.equals(set.name));
    }

    private boolean makesArray(AbstractInsnNode instruction) {
        int opcode = instruction.getOpcode();
        return code.contains(instruction)
                && (opcode == Opcodes.NEWARRAY || opcode == Opcodes.ANEWARRAY || opcode == Opcodes.MULTIANEWARRAY);
    }

    private boolean leaves(AbstractInsnNode instruction) {
        return instruction.getOpcode() == Opcodes.RETURN
                || Branches.targets(instruction).stream().anyMatch(each -> !statement.contains(each));
    }
}
