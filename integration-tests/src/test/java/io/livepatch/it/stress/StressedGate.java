package io.livepatch.it.stress;

import io.livepatch.gate.PatchGate;
import io.livepatch.gate.PatchedFrames;
import io.livepatch.gate.RecordState;
import io.livepatch.gate.ThreadRecord;
import io.livepatch.gate.ThreadTable;
import io.livepatch.model.MethodId;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A gate in CAPTURING, and one thread that calls a patched method, which calls another. */
class StressedGate {
    /** The side that the transition starts towards. */
    static final boolean TO = true;

    private static final int SITE = PatchGate.site(1, false);
    private static final PatchedFrames PATCHED = PatchedFrames.of(
            Map.of(StressedGate.class.getName(), List.of(MethodId.parse("outer()Z"), MethodId.parse("inner()Z"))));

    final PatchGate gate = new PatchGate(Dispatching.class.getName());
    final ThreadTable table = new ThreadTable(1);
    /** The thread, once it is born; a list of the live threads that was taken before does not hold it. */
    private volatile Thread born;
    /** Stands for its stack: whether a patched frame is on it. */
    private volatile boolean inside;

    /** Plays the class that woven code calls: the frame below its own is the method being entered. */
    private static final class Dispatching {
        static boolean enter(PatchGate gate) {
            return gate.test(SITE);
        }
    }

    StressedGate() {
        gate.start(table, PATCHED);
    }

    void beBorn() {
        born = Thread.currentThread();
    }

    Thread listed() {
        return born;
    }

    boolean isClear() {
        return !inside;
    }

    /** One unit: returns whether its two sides differ. */
    boolean mixes() {
        inside = true;
        boolean mixed = outer();
        inside = false;
        return mixed;
    }

    private boolean outer() {
        return Dispatching.enter(gate) != inner();
    }

    private boolean inner() {
        return Dispatching.enter(gate);
    }

    /** One call of a patched method: returns its side. */
    boolean call() {
        return inner();
    }

    /** For the controls: what a thread that is stopped there has all the time for. */
    static void dawdle() {
        for (int i = 0; i < 200; i++) {
            Thread.onSpinWait();
        }
    }

    /** What {@code ThreadMover.capture} does at the start. */
    void capture() {
        Thread thread = listed();
        if (thread != null) {
            table.addIfAbsent(thread, RecordState.UNMOVED);
        }
        gate.run();
    }

    boolean isSomebodyUnmoved() {
        return unmoved() != null;
    }

    /** The record of the thread if that has still to move, else null. */
    ThreadRecord unmoved() {
        Search search = new Search();
        gate.view().table().forEach(search);
        return search.unmoved;
    }

    private static final class Search implements Consumer<ThreadRecord> {
        ThreadRecord unmoved;

        @Override
        public void accept(ThreadRecord record) {
            if (record.isUnmoved()) {
                unmoved = record;
            }
        }
    }
}
