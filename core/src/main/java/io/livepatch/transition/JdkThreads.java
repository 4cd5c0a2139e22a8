package io.livepatch.transition;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parts of the JDK that know of every thread and its whole stack. The public ones will not do: {@code
 * Thread.getStackTrace} of another thread is cut at 1,024 frames on recent JDKs and can be overridden, thread ids are no
 * identity, and none of them lists virtual threads. Needs {@code java.lang} and {@code jdk.internal.vm} to be open to us.
 */
final class JdkThreads {
    private static final String VIRTUAL = "java.lang.VirtualThread";

    private final Method getThreads;
    private final Method dumpThreads;
    private final Field tid;
    /** Null on a JDK without virtual threads. */
    private final Containers containers;

    /** Null on a JDK without virtual threads, or one that does without it. */
    private final Method tryGetStackTrace;

    private record Containers(Method all, Method root, Method children, Method threads, Method count) {}

    /**
     * Finds them in this JDK.
     *
     * @throws UnsupportedOperationException if this JDK does not have them, with the reason
     */
    JdkThreads() {
        try {
            getThreads = accessible(Thread.class, "getThreads");
            dumpThreads = accessible(Thread.class, "dumpThreads", Thread[].class);
            tid = Thread.class.getDeclaredField("tid");
            tid.setAccessible(true);
            boolean virtual = Runtime.version().feature() >= 21;
            containers = virtual ? containers() : null;
            tryGetStackTrace = virtual ? ofUnmounted() : null;
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("this JDK does not list its threads as expected: " + e, e);
        }
    }

    private static Method ofUnmounted() throws ClassNotFoundException {
        try {
            // not to be initialised by us: that starts a thread
            return accessible(Class.forName(VIRTUAL, false, null), "tryGetStackTrace");
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static Containers containers() throws ReflectiveOperationException {
        Class<?> container = Class.forName("jdk.internal.vm.ThreadContainer");
        Class<?> registry = Class.forName("jdk.internal.vm.ThreadContainers");
        return new Containers(
                accessible(registry, "trackAllThreads"),
                accessible(registry, "root"),
                accessible(container, "children"),
                accessible(container, "threads"),
                accessible(container, "threadCount"));
    }

    private static Method accessible(Class<?> type, String name, Class<?>... parameters) throws NoSuchMethodException {
        Method method = type.getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }

    /** Every live platform thread. */
    Thread[] platform() {
        return (Thread[]) invoke(getThreads, null);
    }

    /**
     * The whole stacks of platform threads, taken in one stop of the world.
     *
     * @param threads at least one, none of them virtual
     * @return one trace a thread, innermost frame first; null for a thread that has ended
     */
    StackTraceElement[][] dump(Thread[] threads) {
        return (StackTraceElement[][]) invoke(dumpThreads, null, (Object) threads);
    }

    /**
     * The stack of a virtual thread that is not mounted; meanwhile it is kept from being mounted.
     *
     * @return innermost frame first; null if the thread is mounted or between two states, or, on a JDK without that operation,
     *     runnable
     */
    StackTraceElement[] unmounted(Thread virtual) {
        if (tryGetStackTrace == null) {
            return virtual.getState() == Thread.State.RUNNABLE ? null : virtual.getStackTrace();
        }
        return (StackTraceElement[]) invoke(tryGetStackTrace, virtual);
    }

    /**
     * Whether {@link #addVirtual} is complete. The JVM decides when it starts; asked for the property, it would give what the
     * application has put there since.
     */
    boolean tracksEveryVirtual() {
        return containers == null || (boolean) invoke(containers.all(), null);
    }

    /** Adds the live virtual threads, as far as the JVM tracks them. */
    void addVirtual(List<Thread> into) {
        if (containers != null) {
            collectVirtual(invoke(containers.root(), null), into);
        }
    }

    /** How many threads live, as far as the JVM tracks them: containers know how many virtual ones they hold. */
    int count() {
        return containers == null ? platform().length : Math.toIntExact(count(invoke(containers.root(), null)));
    }

    private long count(Object container) {
        try (Stream<?> children = (Stream<?>) invoke(containers.children(), container)) {
            return (long) invoke(containers.count(), container)
                    + children.mapToLong(this::count).sum();
        }
    }

    private void collectVirtual(Object container, List<Thread> into) {
        try (Stream<?> threads = (Stream<?>) invoke(containers.threads(), container);
                Stream<?> children = (Stream<?>) invoke(containers.children(), container)) {
            threads.map(Thread.class::cast).filter(JdkThreads::isVirtual).forEach(into::add);
            children.forEach(child -> collectVirtual(child, into));
        }
    }

    /** The id that the JVM gave the thread. */
    long id(Thread thread) {
        try {
            return tid.getLong(thread);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the thread is virtual; {@code Thread.isVirtual} is not there on 17. */
    static boolean isVirtual(Thread thread) {
        Class<?> type = thread.getClass();
        return type.getClassLoader() == null && type.getName().equals(VIRTUAL);
    }

    private static Object invoke(Method method, Object receiver, Object... arguments) {
        try {
            return method.invoke(receiver, arguments);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("the JDK failed to list its threads: " + e.getCause(), e.getCause());
        }
    }
}
