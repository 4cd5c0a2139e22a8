package io.livepatch.engine;

import io.livepatch.control.ControlThreads;
import io.livepatch.control.ProbeResult;
import io.livepatch.control.ProbeResult.Verdict;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the probe of a patch where one loader has the patched classes, on a thread of its own, which starts on the side that the JVM
 * is on. Code of the patch's author: it may throw anything, and may never return; then its thread is interrupted and left to itself.
 */
final class ProbeRun {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String METHOD = "vulnerable";

    private ProbeRun() {}

    /** Its verdict; never fails. Waits for it {@link #PATIENCE} long. */
    static ProbeResult of(LoadedPatch patch, ClassLoader library) {
        String loader = LoaderSet.describe(library);
        PatchCodeLoader code = patch.codeBeside(library);
        String probe = patch.descriptor().code().probe().orElseThrow();
        FutureTask<Boolean> run = new FutureTask<>(() -> isVulnerable(code, probe));
        Thread thread = ControlThreads.patchCode("livepatch-probe", run, code);
        thread.start();
        try {
            boolean vulnerable = run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return new ProbeResult(loader, vulnerable ? Verdict.VULNERABLE : Verdict.FIXED, "");
        } catch (ExecutionException e) {
            return new ProbeResult(loader, Verdict.FAILED, describe(e.getCause()));
        } catch (TimeoutException e) {
            StackTraceElement[] stack = thread.getStackTrace();
            thread.interrupt();
            String where = stack.length == 0 ? "" : ", it is at " + stack[0];
            return new ProbeResult(loader, Verdict.FAILED, "no answer within " + PATIENCE.toSeconds() + " s" + where);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return new ProbeResult(loader, Verdict.FAILED, "interrupted");
        }
    }

    private static boolean isVulnerable(ClassLoader code, String probe) throws Exception {
        Class<?> type = Class.forName(probe, true, code);
        MethodHandle method =
                MethodHandles.publicLookup().findStatic(type, METHOD, MethodType.methodType(boolean.class));
        try {
            return (boolean) method.invokeExact();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "the probe has thrown " + e.getClass().getName(), e);
        }
    }

    private static String describe(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        return failure + (stack.length == 0 ? "" : " at " + stack[0]);
    }
}
