package io.livepatch.transition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Who is alive, and what is on their stacks. May be used by any thread. */
public final class ThreadRoster {
    /** A count is given again for so many times as long as it took. */
    private static final int COUNT_IS_GOOD_FOR = 50;

    private final JdkThreads jdk = new JdkThreads();
    private final VirtualStacks virtualStacks;
    private final SliceSize slice = new SliceSize();
    private volatile Count latest = new Count(0, 0);

    /** Live threads, as counted until a time of {@link System#nanoTime}. */
    private record Count(int threads, long goodUntil) {
        static Count of(int threads, long start) {
            long end = System.nanoTime();
            return new Count(threads, end + COUNT_IS_GOOD_FOR * (end - start));
        }
    }

    /**
     * A roster of this JVM.
     *
     * @param classes gives all loaded classes, to be held for a moment
     */
    public ThreadRoster(Supplier<?> classes) {
        virtualStacks = new VirtualStacks(jdk, classes);
    }

    /** Every live thread, platform and virtual. */
    public List<Thread> live() {
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>(Arrays.asList(jdk.platform()));
        jdk.addVirtual(threads);
        latest = Count.of(threads.size(), start);
        return threads;
    }

    /** Whether {@link #live} is complete: a JVM started with {@code -Djdk.trackAllThreads=false} does not list all virtual threads. */
    public boolean listsEveryThread() {
        return jdk.tracksEveryVirtual();
    }

    /**
     * How many threads live; with very many of them the figure may be a little old. Virtual ones are counted without being listed:
     * listing a million takes half a second, and whoever asks for the status waits for it.
     */
    public int count() {
        long now = System.nanoTime();
        if (latest.threads() == 0 || now - latest.goodUntil() >= 0) {
            latest = Count.of(jdk.count(), now);
        }
        return latest.threads();
    }

    /** How many threads to judge at once now. */
    int slice() {
        return slice.now();
    }

    public static boolean isVirtual(Thread thread) {
        return JdkThreads.isVirtual(thread);
    }

    /** The thread's own id; {@code Thread.getId} can be overridden. */
    public long id(Thread thread) {
        return jdk.id(thread);
    }

    /**
     * Takes a snapshot of each thread's stack, in one slice.
     *
     * @param threads at most {@link #slice} of them
     * @param runningToo whether to look at virtual threads that run, see {@link VirtualStacks}
     * @param holding the frames that hold a thread back
     * @param verdicts is called with the position in {@code threads} and what the snapshot says; not called for a thread that
     *     has ended
     */
    void judge(
            List<Thread> threads,
            boolean runningToo,
            Predicate<StackTraceElement> holding,
            BiConsumer<Integer, StackVerdict> verdicts) {
        List<Integer> platform = new ArrayList<>();
        for (int i = 0; i < threads.size(); i++) {
            if (isVirtual(threads.get(i))) {
                judgeVirtual(i, threads.get(i), runningToo, holding, verdicts);
            } else {
                platform.add(i);
            }
        }
        if (platform.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        StackTraceElement[][] traces =
                jdk.dump(platform.stream().map(threads::get).toArray(Thread[]::new));
        slice.took(platform.size(), System.nanoTime() - start);
        for (int i = 0; i < traces.length; i++) {
            int position = platform.get(i);
            if (threads.get(position).isAlive()) {
                verdicts.accept(position, StackChecker.judgePlatform(traces[i], holding));
            }
        }
    }

    private void judgeVirtual(
            int position,
            Thread thread,
            boolean runningToo,
            Predicate<StackTraceElement> holding,
            BiConsumer<Integer, StackVerdict> verdicts) {
        StackTraceElement[] trace = virtualStacks.of(thread, runningToo);
        if (thread.isAlive()) {
            verdicts.accept(position, StackChecker.judgeVirtual(trace, holding));
        }
    }
}
