package io.livepatch.transition;

import java.lang.ref.Reference;
import java.util.function.Supplier;

/**
 * The stacks of virtual threads. That of an unmounted one lies in the heap and is read while the thread cannot be mounted. That of a
 * mounted one is read by the JVM, which notes methods at a handshake and makes trace elements of them a moment later; meanwhile
 * a thread that runs can return from them and a garbage collection can unload their loader or purge their old versions, which
 * crashes the JVM ({@code java_lang_Thread::async_get_stack_trace} of JDK 25). So those that run are looked at only if asked for;
 * the kernel leaves tasks that run alone altogether ({@code klp_check_and_switch_task}). May be used by any thread.
 */
final class VirtualStacks {
    private final JdkThreads jdk;
    private final Supplier<?> classes;

    /** @param classes gives all loaded classes, to be held for a moment */
    VirtualStacks(JdkThreads jdk, Supplier<?> classes) {
        this.jdk = jdk;
        this.classes = classes;
    }

    /**
     * A snapshot.
     *
     * @param runningToo whether to look at it if it runs
     * @return innermost frame first; null if it runs and was not looked at
     */
    StackTraceElement[] of(Thread thread, boolean runningToo) {
        StackTraceElement[] unmounted = jdk.unmounted(thread);
        if (unmounted != null) {
            return unmounted;
        }
        // Mounted, or about to be or not to be, which counts as running. One that is pinned to its carrier waits.
        return runningToo || thread.getState() != Thread.State.RUNNABLE ? mounted(thread) : null;
    }

    private StackTraceElement[] mounted(Thread thread) {
        Object held = classes.get();
        try {
            return thread.getStackTrace();
        } finally {
            Reference.reachabilityFence(held);
        }
    }
}
