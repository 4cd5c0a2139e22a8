package io.livepatch.engine;

import io.livepatch.control.ProbeResult;
import io.livepatch.control.ProbeResult.Verdict;
import io.livepatch.patchcode.PatchCodeException;
import io.livepatch.patchcode.PatchCodeLoader;
import io.livepatch.patchcode.PatchCodeRun;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;

/**
 * Runs the probe of a patch where one loader has the patched classes, on a thread of its own, which starts on the side that the JVM
 * is on. Code of the patch's author: it may throw anything, and may never return; then its thread is interrupted and left to itself.
 */
final class ProbeRun {
    /** How long a patch's probe may take, in all loaders together. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String METHOD = "vulnerable";

    private ProbeRun() {}

    /**
     * Its verdict; never fails.
     *
     * @param nanos what is left of {@link #PATIENCE}; if nothing is, it is not run
     */
    static ProbeResult of(LoadedPatch patch, ClassLoader library, long nanos) {
        String loader = LoaderSet.describe(library);
        if (nanos <= 0) {
            return new ProbeResult(
                    loader, Verdict.FAILED, "not asked, since it took " + PATIENCE.toSeconds() + " s in other loaders");
        }
        PatchCodeLoader code = patch.codeBeside(library);
        String probe = patch.descriptor().code().probe().orElseThrow();
        try {
            boolean vulnerable =
                    PatchCodeRun.call("livepatch-probe", code, () -> isVulnerable(code, probe), PATIENCE, nanos);
            return new ProbeResult(loader, vulnerable ? Verdict.VULNERABLE : Verdict.FIXED, "");
        } catch (PatchCodeException e) {
            return new ProbeResult(loader, Verdict.FAILED, e.getMessage());
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
}
