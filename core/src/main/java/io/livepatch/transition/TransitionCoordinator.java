package io.livepatch.transition;

import io.livepatch.gate.PatchGate;
import io.livepatch.gate.PatchedFrames;
import io.livepatch.gate.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one transition from start to end on a thread of its own. It never gives up by itself, as the kernel does not: deadlines
 * are the business of whoever asked. {@link #requestReverse()}, {@link #requestForce()} and
 * {@link #progress()} may be called by any thread; all else
 * happens on the coordinator's thread.
 */
public final class TransitionCoordinator implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(TransitionCoordinator.class);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Pauses before each look for classes whose load was under way at the end, in milliseconds. */
    private static final long[] LATE_LOOKS_MS = {20, 200, 1_000, 5_000};

    private enum Request {
        NONE,
        REVERSE,
        /** The end has begun: too late for requests. */
        CLOSED
    }

    private final PatchGate gate;
    private final ThreadRoster roster;
    private final PatchedFrames patched;
    private final TransitionSteps steps;
    private final ThreadMover mover;
    private final LateBodies lateBodies;
    private final AtomicReference<Request> request = new AtomicReference<>(Request.NONE);
    private final Thread thread;
    private final long startNanos = System.nanoTime();
    private volatile TransitionProgress progress = new TransitionProgress(true, 0, 0, List.of());
    private volatile boolean superseded;
    private volatile boolean forceRequested;
    private int reversals;

    public TransitionCoordinator(PatchGate gate, ThreadRoster roster, PatchedFrames patched, TransitionSteps steps) {
        this.gate = gate;
        this.roster = roster;
        this.patched = patched;
        this.steps = steps;
        mover = new ThreadMover(gate, roster);
        lateBodies = new LateBodies(roster);
        thread = new Thread(outermostGroup(), this, "livepatch-coordinator", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(TransitionCoordinator.class.getClassLoader());
    }

    public void start() {
        thread.start();
    }

    /** Not the group of whoever asked, which may be the application's to count or to interrupt. */
    private static ThreadGroup outermostGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /**
     * Turns the transition round. Returns at once; the coordinator does it before its next poll. Asked again before that, it
     * takes the first request back. Callers take turns: see the registry's lock.
     *
     * @return false if the end has begun, so that there is nothing to turn round
     */
    public boolean requestReverse() {
        boolean open = request.compareAndSet(Request.NONE, Request.REVERSE)
                || request.compareAndSet(Request.REVERSE, Request.NONE)
                || request.compareAndSet(Request.NONE, Request.REVERSE);
        LockSupport.unpark(thread);
        return open;
    }

    /**
     * Moves the remaining threads before the next poll, whatever is on their stacks.
     *
     * @return false if the end has begun, so that nobody is left to move
     */
    public boolean requestForce() {
        if (request.get() == Request.CLOSED) {
            return false;
        }
        forceRequested = true;
        LockSupport.unpark(thread);
        return true;
    }

    /** A newer transition begins: it looks for late classes itself. */
    public void supersede() {
        superseded = true;
        LockSupport.unpark(thread);
    }

    public TransitionProgress progress() {
        return progress;
    }

    public long elapsedNanos() {
        return System.nanoTime() - startNanos;
    }

    @Override
    public void run() {
        if (arm()) {
            capture();
            steps.running();
            moveAll();
            boolean side = gate.view().target();
            steps.settle(side);
            gate.settle(side);
            end(side, null);
        }
        lookForLateClasses();
    }

    private boolean arm() {
        try {
            steps.arm(mover.start(patched).arming());
            return true;
        } catch (ArmingException | RuntimeException | Error e) {
            // Nobody has run a TO body yet, and arm() left the plain FROM bodies behind.
            request.set(Request.CLOSED);
            if (gate.view().phase() != Phase.IDLE) {
                gate.settle(false);
            }
            end(false, e);
            return false;
        }
    }

    private void capture() {
        insist(mover::capture);
        report(mover.unmoved().size(), List.of());
    }

    /** Goes on until it is done: between two phases there is no way back, and every gate answers safely meanwhile. */
    private void insist(Runnable step) {
        while (true) {
            try {
                step.run();
                return;
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.warn("a step of the transition failed, trying again: {}", e.toString());
                LockSupport.parkNanos(this, LONGEST_PAUSE_NANOS);
            }
        }
    }

    private void end(boolean side, Throwable failure) {
        int threads = roster.count();
        progress = new TransitionProgress(side, gate.view().generation(), 0, List.of());
        steps.ended(new TransitionOutcome(side, reversals, elapsedNanos(), threads, failure));
    }

    private void moveAll() {
        long pause = FIRST_PAUSE_NANOS;
        int pendingBefore = Integer.MAX_VALUE;
        while (true) {
            gate.poll();
            if (request.compareAndSet(Request.REVERSE, Request.NONE)) {
                insist(mover::openReversal);
                capture();
                reversals++;
                pause = FIRST_PAUSE_NANOS;
            }
            if (forceRequested) {
                forceRequested = false;
                steps.forced(mover.force());
                lateBodies.forget();
            }
            int pending = pollOnce();
            if (pending == 0 && request.compareAndSet(Request.NONE, Request.CLOSED)) {
                return;
            }
            pause = pending < pendingBefore ? FIRST_PAUSE_NANOS : Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            pendingBefore = pending;
            LockSupport.parkNanos(this, pause);
        }
    }

    /** Returns how many threads hold the transition. */
    private int pollOnce() {
        List<BlockedThread> blocked = new ArrayList<>();
        try {
            Predicate<StackTraceElement> oldBodies = steps.armLateClasses();
            if (oldBodies != null) {
                lateBodies.add(oldBodies);
            }
            blocked.addAll(mover.poll());
            blocked.addAll(lateBodies.poll());
        } catch (RuntimeException | OutOfMemoryError e) {
            // A transition must not be abandoned half-way because memory was short for a moment: report and look again.
            LOG.warn("looking at the threads failed, trying again: {}", e.toString());
            return Integer.MAX_VALUE;
        }
        int pending = mover.unmoved().size();
        report(pending, blocked);
        return Math.max(pending, blocked.isEmpty() ? 0 : 1);
    }

    private void report(int pending, List<BlockedThread> blocked) {
        progress = new TransitionProgress(
                gate.view().target(),
                gate.view().generation(),
                pending,
                blocked.subList(0, Math.min(blocked.size(), TransitionProgress.MAX_BLOCKED)));
    }

    private void lookForLateClasses() {
        for (long pauseMs : LATE_LOOKS_MS) {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMs);
            for (long left = until - System.nanoTime(); left > 0 && !superseded; left = until - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
            if (superseded) {
                return;
            }
            steps.settleLateClasses();
        }
    }
}
