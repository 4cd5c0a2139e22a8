package io.livepatch.bench;

import io.livepatch.it.target.TestAgent;
import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs in the target: makes threads that wait, and does by the JDK's own means the two things that an apply is compared with.
 * Answers are nanoseconds, as text.
 */
final class Idle {
    private static final long LOOK_EVERY_NANOS = 1_000_000;

    private static final long PLATFORM_STACK_BYTES = 256 << 10;
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final List<Thread> VIRTUAL = new ArrayList<>();

    private Idle() {}

    /** Starts so many platform threads and waits until they wait. */
    static String platform(String count) throws InterruptedException {
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(count); i++) {
            Thread thread = new Thread(null, Idle::await, "idle-" + i, PLATFORM_STACK_BYTES);
            thread.setDaemon(true);
            thread.start();
            started.add(thread);
        }
        awaitAllWaiting(started);
        return count;
    }

    /** The same with virtual ones. */
    static String virtual(String count) throws ReflectiveOperationException, InterruptedException {
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        Runnable body = Idle::await;
        for (int i = 0; i < Integer.parseInt(count); i++) {
            VIRTUAL.add((Thread) start.invoke(null, body));
        }
        awaitAllWaiting(VIRTUAL);
        return count;
    }

    private static void await() {
        try {
            NEVER.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitAllWaiting(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.WAITING) {
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            }
        }
    }

    /**
     * The stack of every thread: {@code getAllStackTraces} for platform threads; the JDK has nothing like it for virtual ones, so
     * they are asked one after the other.
     */
    static String dump() {
        long start = System.nanoTime();
        long frames = 0;
        for (StackTraceElement[] trace : Thread.getAllStackTraces().values()) {
            frames += trace.length;
        }
        for (Thread thread : VIRTUAL) {
            frames += thread.getStackTrace().length;
        }
        long nanos = System.nanoTime() - start;
        if (frames < VIRTUAL.size()) {
            throw new IllegalStateException("threads without frames: " + frames + " frames in all");
        }
        return Long.toString(nanos);
    }

    /** Redefines, in one operation, the loaded classes that a directory has class files of. */
    static String redefine(String directory) throws IOException, UnmodifiableClassException, ClassNotFoundException {
        List<ClassDefinition> definitions = new ArrayList<>();
        for (String name : ManyClasses.names()) {
            Path file = Path.of(directory, name.replace('.', '/') + ".class");
            definitions.add(new ClassDefinition(Class.forName(name), Files.readAllBytes(file)));
        }
        long start = System.nanoTime();
        TestAgent.instrumentation().redefineClasses(definitions.toArray(ClassDefinition[]::new));
        return Long.toString(System.nanoTime() - start);
    }
}
