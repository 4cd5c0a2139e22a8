package io.livepatch.patchcode;

import io.livepatch.control.ControlThreads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Has callbacks of all patches run one after the other: a transition hands over what is due and waits, and between transitions it
 * looks for loaders that came. Its thread is there only while there is something to do or to look for. It holds no lock
 * while a callback runs, and waits for each only as long as its time-out. Thread-safe.
 */
public final class CallbackThread {
    /**
     * When to look after a patched class has passed the transformer, in milliseconds. It does so before the JVM has it among the loaded
     * ones, and how long its definition takes then is up to the application.
     */
    private static final long[] LOOKS_MS = {1, 5, 20, 100, 500, 2_000, 10_000};

    private final Runnable look;
    private final Deque<FutureTask<?>> tasks = new ArrayDeque<>();
    private Thread thread;
    private boolean watching;
    /** Read by application threads; null unless loads matter. */
    private volatile Thread watcher;

    private volatile boolean loaded;

    /**
     * A thread that is not there yet.
     *
     * @param look looks for loaders that came; throws nothing
     */
    public CallbackThread(Runnable look) {
        this.look = look;
    }

    /**
     * Runs something when what was handed over before is done, and waits for it.
     *
     * @throws IllegalStateException if it fails, or no thread can be started for it
     */
    public <T> T run(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        add(future);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    // callbacks that have begun must be followed to their end, which a time-out bounds
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("callbacks could not be run: " + e.getCause(), e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Looks for loaders that come, from now on or no longer. */
    public synchronized void watch(boolean on) {
        watching = on;
        if (on) {
            ensureThread();
        }
        watcher = on ? thread : null;
        loaded = on;
        LockSupport.unpark(thread);
    }

    /** A patched class passes the transformer. Called by application threads while they load it: takes no lock. */
    public void classLoads() {
        Thread waiting = watcher;
        if (waiting != null) {
            // before the unpark: whoever wakes up finds it (other half: pause)
            loaded = true;
            LockSupport.unpark(waiting);
        }
    }

    private synchronized void add(FutureTask<?> task) {
        ensureThread();
        tasks.add(task);
        LockSupport.unpark(thread);
    }

    private void ensureThread() {
        if (thread == null) {
            Thread next = ControlThreads.callbacks(this::loop);
            try {
                next.start();
            } catch (OutOfMemoryError e) {
                throw new IllegalStateException("no thread could be started for callbacks: " + e.getMessage(), e);
            }
            thread = next;
            watcher = watching ? next : null;
        }
    }

    private void loop() {
        try {
            work();
        } finally {
            ended();
        }
    }

    private void work() {
        int looks = LOOKS_MS.length;
        long nextLook = 0;
        while (true) {
            forgetInterrupt();
            FutureTask<?> task = next();
            if (task != null) {
                task.run();
            } else if (isOver()) {
                return;
            } else if (loaded) {
                loaded = false;
                looks = 0;
                nextLook = System.nanoTime() + nanos(looks);
            } else if (looks < LOOKS_MS.length && System.nanoTime() - nextLook >= 0) {
                looks++;
                nextLook = System.nanoTime() + nanos(looks);
                look.run();
            } else if (looks < LOOKS_MS.length) {
                LockSupport.parkNanos(this, nextLook - System.nanoTime());
            } else {
                LockSupport.park(this);
            }
        }
    }

    /** Some application interrupts every thread it can find. Left set, it would end every wait at once from then on. */
    @SuppressWarnings("ReturnValueIgnored") // called for its effect
    private static void forgetInterrupt() {
        Thread.interrupted();
    }

    private static long nanos(int looks) {
        return looks < LOOKS_MS.length ? TimeUnit.MILLISECONDS.toNanos(LOOKS_MS[looks]) : 0;
    }

    private synchronized FutureTask<?> next() {
        return tasks.poll();
    }

    /** Should a look have thrown, for want of memory say, another thread does what has been handed over. */
    private synchronized void ended() {
        if (thread == Thread.currentThread()) {
            thread = null;
            if (watching || !tasks.isEmpty()) {
                ensureThread();
            }
        }
    }

    /** Nothing to do and nothing to look for: the next task starts another thread. */
    private synchronized boolean isOver() {
        if (watching || !tasks.isEmpty()) {
            return false;
        }
        thread = null;
        return true;
    }
}
