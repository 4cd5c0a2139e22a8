package io.livepatch.gate;

/**
 * Places between two steps of the protocol where a thread may be stopped for any time. Reaching one does nothing, and the JIT
 * leaves nothing of the call. The tests of interleavings load copies of these classes whose points stop threads, turn the
 * transition round, or fail: what a race needs luck for happens there at every run.
 */
public enum SchedulePoint {
    /** Gate: the view was seen to be CAPTURING, and nothing was looked up yet. */
    CAPTURING_SEEN,
    /** Gate: the thread has a record; the view was not read again yet. */
    RECORD_MADE,
    /** Gate: a request was taken away; the thread has not looked at its stack yet. */
    REQUEST_TAKEN,
    /** Gate: the own stack was clear; the record says nothing of it yet. */
    STACK_SEEN,
    /** Gate: the record may say MOVED; it and the view were not looked at again yet. */
    MOVED_ITSELF,
    /** Coordinator: the live threads are listed; none has got a record for it yet. */
    THREADS_LISTED,
    /** Coordinator: the records are made and the old table is closed; the view is still CAPTURING. */
    RECORDS_MADE,
    /** Coordinator: the records of a slice are PENDING; no snapshot was taken yet. */
    THREADS_ASKED,
    /** Coordinator: a snapshot was judged; the record was not changed for it yet. */
    STACK_JUDGED,
    /** Coordinator: a class found late is armed; who may run its old body is not listed yet. */
    LATE_CLASS_ARMED;

    /** Does nothing. */
    public void reached() {}
}
