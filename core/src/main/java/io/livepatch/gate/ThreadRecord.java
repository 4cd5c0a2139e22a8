package io.livepatch.gate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where one thread stands in one generation of a transition. Its word is changed by compare-and-set only.
 *
 * <p>A thread that is asked to check itself may be deep inside a patched method, and its next gate an inner one again: were it
 * to check itself only when asked, a busy thread would consume every request at an inner gate and never move. So it checks
 * itself at the next few gates too, and then now and then at random, which keeps the cost of a walk off most calls.
 */
public final class ThreadRecord {
    private static final int CHECKS_WHEN_ASKED = 16;
    private static final int LEAST_SKIPPED = 512;
    /** A thread that nobody asked rests for so many times as long as its last walk took, which bounds what walks cost. */
    static final int REST_PER_WALK = 100;
    /** And no longer than that: a walk may seem long because the thread was off its processor. */
    static final int LONGEST_REST_NANOS = 5_000_000;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(ThreadRecord.class, "state", RecordState.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Null once the thread has ended: a thread object can hold on to a class loader, and a transition can last for hours. */
    private Thread thread;

    private volatile RecordState state;
    /** Next in the bucket; written before the record is published there, never after. */
    private ThreadRecord next;

    /** Entries to let pass before the thread checks itself again, and how many checks in a row are left. Its own to touch. */
    private int entriesToSkip = LEAST_SKIPPED;

    private int checksInARow;
    private int random;
    /** The walk may run armed JDK methods; their gates answer by state and do not walk again. Its own to touch. */
    private boolean walking;
    /**
     * When the last walk began or ended, by {@link System#nanoTime}: a native method, so no patch of it leads back here. Its own
     * to touch.
     */
    private long walkClock;

    /** After its last walk; 0 before the first. */
    private int restNanos;

    ThreadRecord(Thread thread, RecordState state) {
        this.thread = thread;
        this.state = state;
        random = System.identityHashCode(thread);
    }

    /** The thread, null if it has been let go of. */
    public Thread thread() {
        return thread;
    }

    /** Coordinator only: lets go of the thread if it has ended. Nobody looks it up any more. Returns whether it lives. */
    public boolean forgetIfEnded() {
        Thread its = thread;
        if (its != null && !its.isAlive()) {
            thread = null;
        }
        return thread != null;
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

    /** Called by the thread itself when it was asked to check itself. */
    void startChecking() {
        checksInARow = CHECKS_WHEN_ASKED;
        entriesToSkip = 0;
    }

    /** Called by the thread itself at each gate that finds it unmoved: whether to check itself though nobody asked. */
    boolean isCheckDue() {
        if (entriesToSkip > 0) {
            entriesToSkip--;
            return false;
        }
        return !walking && isRested();
    }

    private boolean isRested() {
        if (checksInARow > 0) {
            checksInARow--;
            return true;
        }
        // at random: a fixed step could meet the same inner gate of a loop for ever
        random = random * 0x343FD + 0x269EC3;
        entriesToSkip = LEAST_SKIPPED + (random >>> 22);
        return restNanos == 0 || System.nanoTime() - walkClock >= restNanos;
    }

    /** Called by the thread itself. Returns false if it is in the middle of a walk already. */
    boolean startWalk() {
        if (walking) {
            return false;
        }
        walking = true;
        walkClock = System.nanoTime();
        return true;
    }

    void endWalk() {
        walking = false;
        long now = System.nanoTime();
        restNanos = (int) Math.max(1, Math.min(REST_PER_WALK * (now - walkClock), LONGEST_REST_NANOS));
        walkClock = now;
    }

    ThreadRecord next() {
        return next;
    }

    void linkTo(ThreadRecord following) {
        next = following;
    }
}
