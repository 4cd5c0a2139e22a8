package io.livepatch.weave;

import io.livepatch.bytecode.BodyVerifier;
import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.model.MethodId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.dynamic.ClassFileLocator;

/**
 * A trial of the weaving, outside the JVM. Classes of the boot loader are not verified when they are retransformed on some
 * JDKs, and a bad body then aborts the process, so the result is verified here, without loading anything.
 *
 * @param outcome what weaving would do
 * @param problems what a verifier has against the result; empty if nothing
 */
public record WeaveCheck(WeaveOutcome outcome, List<String> problems) {
    /** Settled bodies ask nobody, so they are woven for no transition. */
    private static final int NO_ARMING = 0;

    public WeaveCheck {
        problems = List.copyOf(problems);
    }

    /**
     * Tries the weaving of a loaded class.
     *
     * @param received the class file as it came to our transformer
     * @param plan of settled bodies
     * @param into keeps what was woven: these very bytes have been verified
     */
    public static WeaveCheck ofLoaded(Class<?> type, byte[] received, ClassPlan plan, PreparedWeaves into) {
        try {
            Map<MethodId, MethodPlan> methods = plan.in(type.getClassLoader());
            Weaver.Result result = into.prepare(type, received, plan, NO_ARMING);
            List<String> problems = result.classFile() == null
                    ? List.of()
                    : problems(result.classFile(), methods.keySet(), type.getClassLoader());
            return new WeaveCheck(result.outcome(), problems);
        } catch (InvalidClassFileException | RuntimeException e) {
            return new WeaveCheck(WeaveOutcome.Failed.because(e), List.of());
        }
    }

    /**
     * Verifies the bodies that a patch brings for a class that is not loaded yet.
     *
     * @param likely a loader that probably sees the types they mention
     */
    public static List<String> ofUnloaded(Body.Patched patched, Set<MethodId> methods, ClassLoader likely) {
        try {
            return problems(patched.classFile(), methods, likely);
        } catch (InvalidClassFileException e) {
            return List.of(e.getMessage());
        }
    }

    /** What a verifier has against a class of our own making, with types as a loader sees them. */
    public static List<String> problems(byte[] classFile, ClassLoader loader) throws InvalidClassFileException {
        return BodyVerifier.problems(ClassFiles.read(classFile), method -> true, classFilesOf(loader));
    }

    private static List<String> problems(byte[] classFile, Set<MethodId> methods, ClassLoader loader)
            throws InvalidClassFileException {
        return BodyVerifier.problems(ClassFiles.read(classFile), methods::contains, classFilesOf(loader));
    }

    /** Finds the class files of types as a loader sees them. */
    static ClassFileLocator classFilesOf(ClassLoader loader) {
        return loader == null
                ? ClassFileLocator.ForClassLoader.ofBootLoader()
                : ClassFileLocator.ForClassLoader.of(loader);
    }
}
