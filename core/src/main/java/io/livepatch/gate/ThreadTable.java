package io.livepatch.gate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * The records of one generation, by thread identity: a fixed array of chains that only grow. A thread's hash code, name and id
 * can be overridden or reused, so none of them is asked. Lock-free; a thread has at most one record, whoever makes it first.
 */
public final class ThreadTable {
    private static final VarHandle BUCKET = MethodHandles.arrayElementVarHandle(ThreadRecord[].class);
    private static final int MAX_BUCKETS = 1 << 22;

    private final ThreadRecord[] buckets;

    /**
     * An empty table.
     *
     * @param expectedThreads how many records are expected; more only make it slower
     */
    public ThreadTable(int expectedThreads) {
        int wanted = Math.min(MAX_BUCKETS, Math.max(16, 2 * Math.min(expectedThreads, MAX_BUCKETS)));
        buckets = new ThreadRecord[Integer.highestOneBit(wanted - 1) << 1];
    }

    /** The thread's record, or null if it has none. */
    public ThreadRecord find(Thread thread) {
        return find(buckets, thread);
    }

    /** The same for the gate, which has the array at hand. */
    static ThreadRecord find(ThreadRecord[] buckets, Thread thread) {
        ThreadRecord head = head(buckets, index(buckets, thread));
        // nearly always it is the first or there is none: no loop then
        return head == null || head.thread() == thread ? head : find(head.next(), thread, null);
    }

    ThreadRecord[] buckets() {
        return buckets;
    }

    /**
     * Gives the thread a record unless it has one.
     *
     * @return whether this call made it
     * @throws OutOfMemoryError if there is no memory for it; the table is as before
     */
    public boolean addIfAbsent(Thread thread, RecordState state) {
        int index = index(buckets, thread);
        ThreadRecord head = head(buckets, index);
        if (find(head, thread, null) != null) {
            return false;
        }
        ThreadRecord made = new ThreadRecord(thread, state);
        for (; ; ) {
            made.linkTo(head);
            if (BUCKET.compareAndSet(buckets, index, head, made)) {
                return true;
            }
            ThreadRecord seen = head;
            head = head(buckets, index);
            if (find(head, thread, seen) != null) {
                return false;
            }
        }
    }

    /**
     * Closes the table for a thread because of a reversal: an unmoved record becomes HOME; any other, also an absent one, is
     * MOVED from now on, so that no late record can appear here.
     *
     * @return whether the thread is home, that is, was never moved
     */
    public boolean close(Thread thread) {
        if (addIfAbsent(thread, RecordState.MOVED)) {
            return false;
        }
        ThreadRecord record = find(thread);
        for (; ; ) {
            RecordState state = record.stateVolatile();
            if (state == RecordState.HOME) {
                return true;
            }
            if (state == RecordState.MOVED) {
                return false;
            }
            if (record.casState(state, RecordState.HOME)) {
                return true;
            }
        }
    }

    /** Visits the records there are; one added meanwhile may be missed. */
    public void forEach(Consumer<ThreadRecord> visitor) {
        for (int index = 0; index < buckets.length; index++) {
            for (ThreadRecord record = head(buckets, index); record != null; record = record.next()) {
                visitor.accept(record);
            }
        }
    }

    private static ThreadRecord find(ThreadRecord from, Thread thread, ThreadRecord end) {
        for (ThreadRecord record = from; record != end; record = record.next()) {
            if (record.thread() == thread) {
                return record;
            }
        }
        return null;
    }

    private static ThreadRecord head(ThreadRecord[] buckets, int index) {
        return (ThreadRecord) BUCKET.getVolatile(buckets, index);
    }

    private static int index(ThreadRecord[] buckets, Thread thread) {
        return System.identityHashCode(thread) & (buckets.length - 1);
    }
}
