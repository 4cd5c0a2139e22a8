package io.livepatch.engine;

import java.util.function.Supplier;

/**
 * Runs something with our own class loader as context class loader. Libraries look there for their configuration, the logging
 * provider among them, and must not find the application's.
 */
final class OwnContext {
    private OwnContext() {}

    static <T> T call(Supplier<T> task) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(OwnContext.class.getClassLoader());
        try {
            return task.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
