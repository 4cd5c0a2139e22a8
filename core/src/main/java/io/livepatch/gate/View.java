package io.livepatch.gate;

import java.util.Arrays;

/**
 * All that a gate decides from, published as one immutable value: a decision reads one view and never mixes two. Sides are
 * those of the stub, true for its TO body; which of them is the patched one depends on the direction in which it was armed.
 */
public final class View {
    /** Neither that of a stub nor {@link PatchGate#POLL}. */
    private static final int NO_SITE = Integer.MIN_VALUE;

    final Phase phase;
    final int generation;
    final int arming;
    final boolean target;
    final ThreadTable table;
    /** The table of the generation that is being reversed; null in any other phase. */
    final ThreadTable before;

    final PatchedFrames frames;
    /** The site of stubs that have to ask for their thread's record; {@link #NO_SITE} in any phase but RUNNING. */
    final int runningSite;
    /** Those of the table, null when idle: a load less for each gate. */
    final ThreadRecord[] buckets;
    /** The side on which each arming so far ended, by its number. */
    private final boolean[] settled;

    private View(
            Phase phase,
            int generation,
            int arming,
            boolean target,
            ThreadTable table,
            ThreadTable before,
            PatchedFrames frames,
            boolean[] settled) {
        this.phase = phase;
        this.generation = generation;
        this.arming = arming;
        this.target = target;
        this.table = table;
        this.before = before;
        this.frames = frames;
        this.settled = settled;
        runningSite = phase == Phase.RUNNING ? PatchGate.site(arming, false) : NO_SITE;
        buckets = table == null ? null : table.buckets();
    }

    /** Before the first transition. */
    static View initial() {
        return new View(Phase.IDLE, 0, 0, false, null, null, PatchedFrames.NONE, new boolean[1]);
    }

    /** A transition begins, with a new arming number, so that stubs of earlier ones are told apart. */
    View start(ThreadTable empty, PatchedFrames patched) {
        require(Phase.IDLE);
        boolean[] sides = Arrays.copyOf(settled, nextArming() + 1);
        return new View(Phase.CAPTURING, generation + 1, nextArming(), true, empty, null, patched, sides);
    }

    /** The running transition turns round. */
    View reverse(ThreadTable empty) {
        require(Phase.RUNNING);
        return new View(Phase.CAPTURING, generation + 1, arming, !target, empty, table, frames, settled);
    }

    /** The table is complete. */
    View run() {
        require(Phase.CAPTURING);
        return new View(Phase.RUNNING, generation, arming, target, table, null, frames, settled);
    }

    /** Over, on the given side; the table and with it every reference to a thread is dropped. */
    View settle(boolean side) {
        boolean[] sides = settled.clone();
        sides[arming] = side;
        return new View(Phase.IDLE, generation, arming, side, null, null, PatchedFrames.NONE, sides);
    }

    /** The side on which an arming ended. A stub that was entered then and decides only now still belongs to it. */
    boolean settledSide(int ofArming) {
        return settled[ofArming];
    }

    public Phase phase() {
        return phase;
    }

    /** Counts starts and reversals. */
    public int generation() {
        return generation;
    }

    /** Number of the transition that the stubs belong to; a reversal keeps it. */
    public int arming() {
        return arming;
    }

    /** The number of the transition that begins next. */
    public int nextArming() {
        return arming + 1;
    }

    /** The side threads move to; when idle, the side they are on. */
    public boolean target() {
        return target;
    }

    /** The records of this generation, null when idle. */
    public ThreadTable table() {
        return table;
    }

    /** The records of the generation before, null unless a reversal is being captured. */
    public ThreadTable before() {
        return before;
    }

    /** The frames that hold a thread back in this transition. */
    public PatchedFrames frames() {
        return frames;
    }

    private void require(Phase expected) {
        if (phase != expected) {
            throw new IllegalStateException("in phase " + phase + ", not " + expected);
        }
    }
}
