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
            return run.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new PatchCodeException(String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            StackTraceElement[] stack = runner.getStackTrace();
            runner.interrupt();
            String where = stack.length == 0 ? "" : ", it is at " + stack[0];
            throw new PatchCodeException("no answer within " + seconds(patience) + where);
        } catch (InterruptedException e) {
            runner.interrupt();
            Thread.currentThread().interrupt();
            throw new PatchCodeException("interrupted while it ran");
        } catch (OutOfMemoryError e) {
            throw new PatchCodeException("no thread could be started for it: " + e.getMessage());
        }
    }

    private static String seconds(Duration time) {
        return time.toMillis() < MILLIS ? time.toMillis() + " ms" : (time.toMillis() + MILLIS - 1) / MILLIS + " s";
    }

    /** What is thrown is described where it was thrown: that too is code of the author. */
    private static <T> T described(Callable<T> code) throws PatchCodeException {
        try {
            return code.call();
        } catch (Exception | Error e) {
            StackTraceElement[] stack = e.getStackTrace();
            throw new PatchCodeException(e + (stack.length == 0 ? "" : " at " + stack[0]));
        }
    }
}
