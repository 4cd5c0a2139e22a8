package io.livepatch.patchcode;

import io.livepatch.control.ControlThreads;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs code of a patch's author on a thread of its own, which starts on the side that the JVM is on and holds no lock. The code may throw
 * anything, and may never return; then its thread is interrupted and left to itself.
 */
public final class PatchCodeRun {
    private static final int MILLIS = 1000;

    private PatchCodeRun() {}

    /**
     * Runs it and waits for its result.
     *
     * @param thread name of the thread
     * @param context its context class loader
     * @param patience how long to wait
     * @throws PatchCodeException if it has thrown, or the time is over
     */
    public static <T> T call(String thread, ClassLoader context, Callable<T> code, Duration patience)
            throws PatchCodeException {
        return call(thread, context, code, patience, patience.toNanos());
    }

    /**
     * The same where others have used up a part of the time.
     *
     * @param patience what they have together, for the message
     * @param nanos what is left of it
     */
    public static <T> T call(String thread, ClassLoader context, Callable<T> code, Duration patience, long nanos)
            throws PatchCodeException {
        FutureTask<T> run = new FutureTask<>(() -> described(code));
        Thread runner = ControlThreads.patchCode(thread, run, context);
        try {
            runner.start();
            return await(run, nanos);
        } catch (ExecutionException e) {
            throw new PatchCodeException(String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            StackTraceElement[] stack = runner.getStackTrace();
            runner.interrupt();
            String where = stack.length == 0 ? "" : ", it is at " + stack[0];
            throw new PatchCodeException("no answer within " + seconds(patience) + where);
        } catch (OutOfMemoryError e) {
            throw new PatchCodeException("no thread could be started for it: " + e.getMessage());
        }
    }

    /** An interrupt, which is not meant for us, does not end it: the code runs, and must be followed to its end. It is kept for the caller. */
    private static <T> T await(FutureTask<T> run, long nanos) throws ExecutionException, TimeoutException {
        long start = System.nanoTime();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return run.get(nanos - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String seconds(Duration time) {
        return time.toMillis() < MILLIS ? time.toMillis() + " ms" : (time.toMillis() + MILLIS - 1) / MILLIS + " s";
    }

    /** What is thrown is described where it was thrown: that too is code of the author. */
    private static <T> T described(Callable<T> code) throws PatchCodeException {
        try {
            return code.call();
        } catch (Throwable e) {
            // languages without checked exceptions throw what is none of them
            throw new PatchCodeException(description(e));
        }
    }

    private static String description(Throwable thrown) {
        try {
            StackTraceElement[] stack = thrown.getStackTrace();
            return thrown + (stack.length == 0 ? "" : " at " + stack[0]);
        } catch (Throwable e) {
            return thrown.getClass().getName() + ", which cannot even be described";
        }
    }
}
