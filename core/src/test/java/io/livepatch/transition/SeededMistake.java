package io.livepatch.transition;

import io.livepatch.gate.PatchGate;
import io.livepatch.gate.RecordState;
import io.livepatch.gate.ThreadTable;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The mistakes that can be switched on in the protocol model, as changes of the compiled code. The names are the model's. */
enum SeededMistake {
    NO_REREAD(
            Interleaving.RECORD_MADE_AFTER_THE_END,
            PatchGate.class,
            Map.of("whileCapturing", SeededMistake::viewAsSeen, "checkOneself", SeededMistake::viewAsSeen)),
    NO_UNDO(
            Interleaving.RECORD_MADE_WHILE_THE_END_BEGINS,
            PatchGate.class,
            Map.of("whileCapturing", body -> body.replaceCalls("casState", SeededMistake::falseForThree))),
    NO_SELFREC(
            Interleaving.BORN_BEFORE_RUNNING,
            PatchGate.class,
            Map.of("whileCapturing", body -> body.replaceCalls("addIfAbsent", SeededMistake::falseForThree))),
    NO_PENDING(
            Interleaving.SEEN_BETWEEN_TWO_UNITS,
            ThreadMover.class,
            Map.of(
                    "lambda$pollSlice$",
                    body -> body.replaceCallsAfter(
                            "casState",
                            List.of(RecordState.PENDING, RecordState.MOVED),
                            () -> MethodBody.callOf(Planted.class, "casFromEither")))),
    NO_CLOSE(
            Interleaving.RECORD_MADE_IN_A_TABLE_THAT_IS_OVER,
            ThreadTable.class,
            Map.of(
                    "close",
                    body -> body.replaceBy(
                            new VarInsnNode(Opcodes.ALOAD, 0),
                            new VarInsnNode(Opcodes.ALOAD, 1),
                            MethodBody.callOf(Planted.class, "look").getFirst(),
                            new InsnNode(Opcodes.IRETURN)))),
    NO_LOOK_BACK(
            Interleaving.TURNED_ROUND_BEFORE_IT_MOVED_ITSELF,
            PatchGate.class,
            Map.of(
                    "checkOneself",
                    body -> Math.min(
                            viewAsSeen(body),
                            body.replaceCalls(
                                    "stateVolatile",
                                    () -> MethodBody.list(
                                            new InsnNode(Opcodes.POP), MethodBody.constant(RecordState.MOVED)))))),
    NO_SUSPECT(
            Interleaving.IN_THE_OLD_BODY_OF_A_LATE_CLASS,
            LateBodies.class,
            Map.of("add", body -> body.replaceBy(new InsnNode(Opcodes.RETURN)))),
    NO_RETRY(
            Interleaving.NO_MEMORY_FOR_THE_LIST_OF_SUSPECTS,
            LateBodies.class,
            Map.of(
                    "list",
                    body -> body.replaceCalls("reached", () -> {
                        InsnList call = MethodBody.readOfThis(LateBodies.class, "unlisted", List.class);
                        call.add(MethodBody.callOf(Planted.class, "reachedOnce"));
                        return call;
                    }))),
    NO_KEEP(
            Interleaving.TURNED_ROUND_WHILE_IN_THE_OLD_BODY,
            TransitionCoordinator.class,
            Map.of(
                    "moveAll",
                    body -> body.insertAfterWriteOf("reversals", () -> {
                        InsnList call =
                                MethodBody.readOfThis(TransitionCoordinator.class, "lateBodies", LateBodies.class);
                        call.add(MethodBody.callOf(LateBodies.class, "forget"));
                        return call;
                    })));

    /** Changes a method and returns in how many places. */
    interface Change {
        int applyTo(MethodBody body);
    }

    final Interleaving caughtBy;
    final Class<?> in;
    /** By the name of the method, or its beginning for the body of a lambda. */
    @SuppressWarnings("ImmutableEnumChecker") // what Map.of makes is, and no change holds any state
    final Map<String, Change> changes;

    SeededMistake(Interleaving caughtBy, Class<?> in, Map<String, Change> changes) {
        this.caughtBy = caughtBy;
        this.in = in;
        this.changes = changes;
    }

    /** The methods of the gate have the view that they decide from as their first argument. */
    private static int viewAsSeen(MethodBody body) {
        return body.replaceReadsOfThis("view", () -> MethodBody.list(new VarInsnNode(Opcodes.ALOAD, 1)));
    }

    private static InsnList falseForThree() {
        return MethodBody.list(new InsnNode(Opcodes.POP2), new InsnNode(Opcodes.POP), new InsnNode(Opcodes.ICONST_0));
    }
}
