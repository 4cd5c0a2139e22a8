package io.livepatch.gate;

/** What the coordinator is doing, as far as a gate must know. */
public enum Phase {
    /** No transition: every woven method that is left answers with the side it settled on. */
    IDLE,
    /** A transition or a reversal has begun; live threads are being given records. */
    CAPTURING,
    /** The table is complete: a thread without a record is on the target side. */
    RUNNING
}
