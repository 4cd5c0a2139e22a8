package io.livepatch.it.target;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import javax.management.JMException;
import javax.management.ObjectName;

/** Very many threads. Their numbers are words of requests, so they come as text. */
public final class Crowd {
    private static final CountDownLatch RELEASED = new CountDownLatch(1);
    private static final List<Thread> RESTLESS = new ArrayList<>();
    private static volatile boolean stopped;

    private Crowd() {}

    /** Has its own class, so that those left in the heap can be counted. */
    private static final class ShortLived extends Thread {
        ShortLived(Runnable body) {
            super(body);
        }
    }

    /** Starts virtual threads that park, outside any patched method; returns when all do. */
    static String park(String count) throws ReflectiveOperationException, InterruptedException {
        return park(count, Runnable::run);
    }

    /** The same with something around the place where they park. */
    public static String park(String count, Consumer<Runnable> around)
            throws ReflectiveOperationException, InterruptedException {
        int wanted = Integer.parseInt(count);
        CountDownLatch parked = new CountDownLatch(wanted);
        Runnable park = () -> {
            parked.countDown();
            awaitRelease();
        };
        for (int i = 0; i < wanted; i++) {
            VirtualThreads.start("parked-" + i, () -> around.accept(park));
        }
        parked.await();
        return count;
    }

    /** Starts platform threads that park, outside any patched method; returns when all do. */
    static String parkPlatform(String count) throws InterruptedException {
        int wanted = Integer.parseInt(count);
        CountDownLatch parked = new CountDownLatch(wanted);
        for (int i = 0; i < wanted; i++) {
            Runnable park = () -> {
                parked.countDown();
                awaitRelease();
            };
            new Thread(park, "parked-" + i).start();
        }
        parked.await();
        return count;
    }

    private static void awaitRelease() {
        try {
            RELEASED.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets the parked ones end. */
    static void release() {
        RELEASED.countDown();
    }

    /** Starts virtual threads that mount and unmount all the time; every second one makes a call each time. */
    public static String agitate(String count, IntSupplier call) throws ReflectiveOperationException {
        for (int i = 0; i < Integer.parseInt(count); i++) {
            boolean calls = i % 2 == 0;
            RESTLESS.add(VirtualThreads.start("restless-" + i, () -> mountAndUnmount(calls ? call : () -> 0)));
        }
        return count;
    }

    @SuppressWarnings(
            "ThreadPriorityCheck") // a yield takes a virtual thread off its carrier, which is what is wanted here
    private static void mountAndUnmount(IntSupplier call) {
        LongAdder sum = new LongAdder();
        while (!stopped) {
            sum.add(call.getAsInt());
            Thread.yield();
            LockSupport.parkNanos(1);
        }
    }

    /** Ends the restless ones. */
    static void calm() throws InterruptedException {
        stopped = true;
        for (Thread thread : RESTLESS) {
            thread.join();
        }
    }

    /** Starts threads that make one call and end, some at a time; every second one is virtual, where there are such. Returns the sum. */
    public static String storm(String count, IntSupplier call)
            throws ReflectiveOperationException, InterruptedException {
        LongAdder sum = new LongAdder();
        Semaphore places = new Semaphore(64);
        Runnable life = () -> {
            sum.add(call.getAsInt());
            places.release();
        };
        for (int i = 0; i < Integer.parseInt(count); i++) {
            places.acquire();
            if (i % 2 == 0 && VirtualThreads.supported()) {
                VirtualThreads.start("short-lived", life);
            } else {
                new ShortLived(life).start();
            }
        }
        places.acquire(64);
        return Long.toString(sum.sum());
    }

    /** How many short-lived platform threads the heap still has. */
    static String shortLivedInHeap() throws JMException {
        return instances(ShortLived.class.getName());
    }

    /** How many instances of a class can be reached, whoever loaded it. */
    static String instances(String type) throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length >= 4 && words[3].equals(type))
                .map(words -> words[1])
                .findFirst()
                .orElse("0");
    }
}
