package io.livepatch.transition;

import io.livepatch.gate.PatchGate;
import io.livepatch.gate.PatchedFrames;
import io.livepatch.gate.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Runs one transition from start to end on a thread of its own. It never gives up by itself, as the kernel does not: deadlines
 * are the business of whoever asked. {@link #requestReverse()}, {@link #requestForce()} and
 * {@link #progress()} may be called by any thread; all else
 * happens on the coordinator's thread.
 */
public final class TransitionCoordinator implements Runnable {
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
    private final BlockedThreads blockedThreads = new BlockedThreads();
    private final StepRetry retry;
    private final AtomicReference<Request> request = new AtomicReference<>(Request.NONE);
    private final Thread thread;
    private final long startNanos = System.nanoTime();
    private volatile TransitionProgress progress = new TransitionProgress(true, 0, 0, List.of());
    private volatile boolean superseded;
    private volatile boolean forceRequested;
    private int reversals;
    private boolean pollFailureTold;

    public TransitionCoordinator(PatchGate gate, ThreadRoster roster, PatchedFrames patched, TransitionSteps steps) {
        this(gate, roster, patched, steps, TransitionCoordinator::daemon);
    }

    /** With a say in which thread it runs on. */
    TransitionCoordinator(
            PatchGate gate, ThreadRoster roster, PatchedFrames patched, TransitionSteps steps, ThreadFactory threads) {
        this.gate = gate;
        this.roster = roster;
        this.patched = patched;
        this.steps = steps;
        mover = new ThreadMover(gate, roster);
        lateBodies = new LateBodies(roster);
        retry = new StepRetry(steps);
        thread = threads.newThread(this);
    }

    private static Thread daemon(Runnable body) {
        Thread thread = new Thread(outermostGroup(), body, "livepatch-coordinator", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(TransitionCoordinator.class.getClassLoader());
        return thread;
    }

    /** Starts it. Where the system has no thread left, the transition ends here as one whose stubs could not be woven. */
    public void start() {
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            request.set(Request.CLOSED);
            end(false, new ArmingException("no thread could be started for the transition: " + e.getMessage(), e));
        }
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
            moveAll();
            boolean side = gate.view().target();
            settle(side);
            finish(side);
            end(side, null);
        }
        lookForLateClasses();
    }

    private boolean arm() {
        try {
            steps.prepare();
            steps.arm(mover.start(patched).arming());
            return true;
        } catch (ArmingException | RuntimeException | Error e) {
            // Nobody has run a TO body yet, and arm() left the plain FROM bodies behind.
            request.set(Request.CLOSED);
            retry.insist("letting go of the threads", () -> {
                if (gate.view().phase() != Phase.IDLE) {
                    gate.settle(false);
                }
            });
            end(false, e);
            return false;
        }
    }

    private void capture() {
        retry.insist("giving records to the threads", mover::capture);
        boolean side = gate.view().target();
        retry.insist("counting the threads", () -> report(mover.pending(), List.of()));
        retry.insist("reporting that the transition runs", () -> steps.running(side));
    }

    private void settle(boolean side) {
        try {
            steps.settle(side);
        } catch (RuntimeException | Error e) {
            // Tried once: stubs that stay answer with the side that the gate settles on, which is slower, but right.
            retry.tell("taking out the stubs", e);
        }
        retry.insist("settling the gate", () -> gate.settle(side));
    }

    private void finish(boolean side) {
        // what fails here is that no thread can be had for them: they are owed, and what they undo nobody else does
        retry.insist("the callbacks after the transition", () -> steps.finish(side));
    }

    private void end(boolean side, Throwable failure) {
        retry.insist("ending the transition", () -> {
            int threads = roster.count();
            progress = new TransitionProgress(side, gate.view().generation(), 0, List.of());
            steps.ended(new TransitionOutcome(side, reversals, elapsedNanos(), threads, failure));
        });
    }

    private void moveAll() {
        PollPause pause = new PollPause();
        pause.restart(System.nanoTime());
        while (true) {
            gate.poll();
            if (request.compareAndSet(Request.REVERSE, Request.NONE)) {
                boolean side = !gate.view().target();
                retry.insist("recording the reversal", () -> steps.reversing(side));
                retry.insist("turning round", mover::openReversal);
                capture();
                blockedThreads.forget();
                reversals++;
                pause.restart(System.nanoTime());
            }
            if (forceRequested) {
                forceRequested = false;
                force();
            }
            long pollStarted = System.nanoTime();
            int pending = pollOnce(pause.isLongHeld(pollStarted));
            if (pending == 0 && request.compareAndSet(Request.NONE, Request.CLOSED)) {
                return;
            }
            Pauses.park(this, pause.after(pending, pollStarted, System.nanoTime()));
        }
    }

    private void force() {
        List<Thread> forced = new ArrayList<>();
        retry.insist("moving threads by force", () -> mover.force(forced));
        retry.insist("recording the threads moved by force", () -> steps.forced(forced));
        lateBodies.forget();
    }

    /** Returns how many threads hold the transition. */
    private int pollOnce(boolean runningToo) {
        try {
            List<BlockedThread> blocked = new ArrayList<>(mover.poll(runningToo));
            blocked.addAll(lateBodies.poll(runningToo));
            int pending = mover.pending();
            report(pending, blockedThreads.seen(blocked));
            // After the threads, never before them: a load that held its thread may end just before the thread is seen
            // clear,
            // and by then anybody runs the plain body that came of it.
            boolean late = armLateClasses();
            pollFailureTold = false;
            return late || !blocked.isEmpty() ? Math.max(1, pending) : pending;
        } catch (RuntimeException | Error e) {
            // A transition must not be abandoned half-way because memory was short for a moment: report and look again.
            pollFailureTold = pollFailureTold || retry.tell("looking at the threads", e);
            return Integer.MAX_VALUE;
        }
    }

    /** Returns whether any were found that may have run their old bodies. */
    private boolean armLateClasses() {
        Predicate<StackTraceElement> oldBodies = steps.armLateClasses();
        if (oldBodies == null) {
            return false;
        }
        lateBodies.add(oldBodies);
        return true;
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
                Pauses.park(this, left);
            }
            if (superseded) {
                return;
            }
            try {
                steps.settleLateClasses();
            } catch (RuntimeException | Error e) {
                retry.tell("looking for late classes after the end", e);
            }
        }
    }
}
