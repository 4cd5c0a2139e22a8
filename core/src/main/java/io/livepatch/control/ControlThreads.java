package io.livepatch.control;

/**
 * Makes the threads of the server. They belong to the JVM rather than to the application: daemons in the topmost thread group,
 * with our own class loader as context, nothing inherited from the thread that made them, and no use of the application's
 * handler for uncaught exceptions.
 */
public final class ControlThreads {
    /**
     * Only a failure to report a failure gets as far as this, such as a lack of memory: the operator sees the connection end. A
     * class rather than a lambda, since this runs before the application's main method.
     */
    private static final Thread.UncaughtExceptionHandler SILENCE = new Thread.UncaughtExceptionHandler() {
        @Override
        public void uncaughtException(Thread thread, Throwable failure) {}
    };

    private static final long DEFAULT_STACK_SIZE = 0;

    private ControlThreads() {}

    /** The thread that waits for operators. Until then the task may wait for something else. */
    public static Thread server(Runnable task) {
        return daemon("livepatch-control", task);
    }

    static Thread connection(Runnable task) {
        return daemon("livepatch-control-connection", task);
    }

    /** The thread that has callbacks run one after the other. */
    public static Thread callbacks(Runnable task) {
        return daemon("livepatch-callbacks", task);
    }

    /**
     * A thread for code that a patch brings.
     *
     * @param context its context class loader
     */
    public static Thread patchCode(String name, Runnable task, ClassLoader context) {
        Thread thread = daemon(name, task);
        thread.setContextClassLoader(context);
        return thread;
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(topmostGroup(), task, name, DEFAULT_STACK_SIZE, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ControlThreads.class.getClassLoader());
        thread.setUncaughtExceptionHandler(SILENCE);
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
