package io.livepatch.reshape;

import io.livepatch.bytecode.Branches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * A body as a sequence of statements: stretches of code between which the operand stack is empty, no jump crosses and no exception handler
 * reaches.
 */
final class Segments {
    private final MethodNode method;
    private final AbstractInsnNode[] code;
    private final Map<AbstractInsnNode, Integer> positions = new HashMap<>();
    private final List<List<AbstractInsnNode>> segments = new ArrayList<>();

    private Segments(MethodNode method) {
        this.method = method;
        code = method.instructions.toArray();
        for (int i = 0; i < code.length; i++) {
            positions.put(code[i], i);
        }
    }

    /**
     * Splits a body; the final {@code return} is left out.
     *
     * @return one statement for all if the body cannot be analysed
     */
    static List<List<AbstractInsnNode>> of(String owner, MethodNode method) {
        Segments segments = new Segments(method);
        segments.split(segments.boundaries(owner));
        return segments.segments;
    }

    /** Splits a body so that statements which share a local variable are one. */
    static List<List<AbstractInsnNode>> withLocals(String owner, MethodNode method) {
        Segments segments = new Segments(method);
        segments.split(segments.boundaries(owner));
        segments.joinByLocals();
        return segments.segments;
    }

    /** Positions before which a new statement may begin. */
    private boolean[] boundaries(String owner) {
        boolean[] open = new boolean[code.length + 1];
        try {
            Frame<BasicValue>[] frames = new Analyzer<>(new BasicInterpreter()).analyze(owner, method);
            for (int i = 0; i < code.length; i++) {
                open[i] = frames[i] != null && frames[i].getStackSize() == 0;
            }
        } catch (AnalyzerException e) {
            // what cannot be analysed is one statement: less is told apart then, and nothing is torn
            return open;
        }
        for (AbstractInsnNode each : code) {
            for (LabelNode target : Branches.targets(each)) {
                close(open, positions.get(each), positions.get(target));
            }
        }
        for (TryCatchBlockNode each : method.tryCatchBlocks) {
            int start = positions.get(each.start);
            int end = Math.max(positions.get(each.end), positions.get(each.handler));
            close(open, start, end);
        }
        return open;
    }

    /** Nothing begins between the two ends of a jump; what it jumps to may. */
    private static void close(boolean[] open, int one, int other) {
        int from = Math.min(one, other) + 1;
        int to = one < other ? other - 1 : one;
        for (int i = from; i <= to; i++) {
            open[i] = false;
        }
    }

    private void split(boolean[] open) {
        List<AbstractInsnNode> current = new ArrayList<>();
        for (int i = 0; i < code.length; i++) {
            if (open[i] && hasCode(current)) {
                segments.add(current);
                current = new ArrayList<>();
            }
            current.add(code[i]);
        }
        if (hasCode(current) && !endsMethod(current)) {
            segments.add(current);
        }
    }

    private static boolean hasCode(List<AbstractInsnNode> segment) {
        return segment.stream().anyMatch(each -> each.getOpcode() >= 0);
    }

    private static boolean endsMethod(List<AbstractInsnNode> segment) {
        return segment.stream()
                .filter(each -> each.getOpcode() >= 0)
                .allMatch(each -> each.getOpcode() == Opcodes.RETURN);
    }

    private void joinByLocals() {
        for (int i = 0; i < segments.size(); i++) {
            for (int slot : readFirst(segments.get(i))) {
                int first = definition(i, slot);
                if (first < i) {
                    List<AbstractInsnNode> joined = new ArrayList<>();
                    for (int j = first; j <= i; j++) {
                        joined.addAll(segments.get(j));
                    }
                    segments.subList(first, i + 1).clear();
                    segments.add(first, joined);
                    i = first;
                }
            }
        }
    }

    /** The latest segment before this one that sets the local without having read it. */
    private int definition(int before, int slot) {
        for (int i = before - 1; i >= 0; i--) {
            if (stored(segments.get(i)).contains(slot)
                    && !readFirst(segments.get(i)).contains(slot)) {
                return i;
            }
        }
        return before;
    }

    private static Set<Integer> stored(List<AbstractInsnNode> segment) {
        Set<Integer> stored = new HashSet<>();
        for (AbstractInsnNode each : segment) {
            if (each instanceof VarInsnNode local && local.getOpcode() >= Opcodes.ISTORE) {
                stored.add(local.var);
            }
        }
        return stored;
    }

    private static Set<Integer> readFirst(List<AbstractInsnNode> segment) {
        Set<Integer> stored = new HashSet<>();
        Set<Integer> read = new HashSet<>();
        for (AbstractInsnNode each : segment) {
            if (each instanceof VarInsnNode local) {
                if (local.getOpcode() >= Opcodes.ISTORE) {
                    stored.add(local.var);
                } else if (!stored.contains(local.var)) {
                    read.add(local.var);
                }
            } else if (each instanceof IincInsnNode increment && !stored.contains(increment.var)) {
                read.add(increment.var);
            }
        }
        return read;
    }
}
