package io.livepatch.it.target;

import java.lang.reflect.Method;

/** Starts virtual threads from code compiled for Java 17. */
final class VirtualThreads {
    private VirtualThreads() {}

    /** Whether this JVM has them. */
    static boolean supported() {
        return Runtime.version().feature() >= 21;
    }

    static Thread start(String name, Runnable body) throws ReflectiveOperationException {
        Class<?> builderType = Class.forName("java.lang.Thread$Builder");
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        builder = builderType.getMethod("name", String.class).invoke(builder, name);
        Method start = builderType.getMethod("start", Runnable.class);
        return (Thread) start.invoke(builder, body);
    }
}
