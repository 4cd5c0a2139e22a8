package io.livepatch.engine;

/**
 * Runs something with our own class loader as context class loader. Libraries look there for their configuration, the logging
 * provider among them, and must not find the application's; threads made meanwhile inherit it.
 */
final class OwnContext {
    private OwnContext() {}

    static void run(Runnable task) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(OwnContext.class.getClassLoader());
        try {
            task.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
