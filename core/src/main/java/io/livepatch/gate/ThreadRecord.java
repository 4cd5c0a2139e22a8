package io.livepatch.gate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Where one thread stands in one generation of a transition. Its word is changed by compare-and-set only. */
public final class ThreadRecord {
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(ThreadRecord.class, "state", RecordState.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Thread thread;
    private volatile RecordState state;
    /** Next in the bucket; written before the record is published there, never after. */
    private ThreadRecord next;

    ThreadRecord(Thread thread, RecordState state) {
        this.thread = thread;
        this.state = state;
    }

    public Thread thread() {
        return thread;
    }

    public RecordState stateVolatile() {
        return state;
    }

    public boolean casState(RecordState expected, RecordState wanted) {
        return STATE.compareAndSet(this, expected, wanted);
    }

    /** Whether the thread still has to move. */
    public boolean isUnmoved() {
        RecordState now = state;
        return now == RecordState.UNMOVED || now == RecordState.PENDING;
    }

    ThreadRecord next() {
        return next;
    }

    void linkTo(ThreadRecord following) {
        next = following;
    }
}
