package io.livepatch.control;

/**
 * Makes the threads of the server. They belong to the JVM rather than to the application: daemons in the topmost thread group,
 * with our own class loader as context, nothing inherited from the thread that made them, and no use of the application's
 * handler for uncaught exceptions.
 */
public final class ControlThreads {
    private static final long DEFAULT_STACK_SIZE = 0;

    private ControlThreads() {}

    /** The thread that waits for operators. Until then the task may wait for something else. */
    public static Thread server(Runnable task) {
        return daemon("livepatch-control", task);
    }

    static Thread connection(Runnable task) {
        return daemon("livepatch-control-connection", task);
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(topmostGroup(), task, name, DEFAULT_STACK_SIZE, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ControlThreads.class.getClassLoader());
        thread.setUncaughtExceptionHandler((which, failure) -> {
            // Only a failure to report a failure comes here, such as a lack of memory: the operator sees the connection
            // end.
        });
        return thread;
    }

    private static ThreadGroup topmostGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
