package io.livepatch.bench;

import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that JMH measures on, brought to a {@link Standing} of a real transition, by the real command line, before they
 * measure. JMH makes one in each fork, by name.
 */
public final class StandingThreads extends ThreadPoolExecutor {
    private static final int STILL_RUNNING = 4;

    /** Called by JMH. */
    public StandingThreads(int threads, String name) throws IOException, InterruptedException {
        super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        CountDownLatch inside = new CountDownLatch(threads);
        setThreadFactory(work -> daemon(name, () -> {
            inside.countDown();
            work.run();
        }));
        switch (Standing.ofThisJvm()) {
            case UNPATCHED -> {}
            case NO_RECORD -> {
                holdTransitions();
                apply(STILL_RUNNING);
            }
            case MOVED -> {
                holdTransitions();
                startAll(inside);
                apply(STILL_RUNNING);
            }
            case UNMOVED -> {
                setThreadFactory(work -> daemon(
                        name,
                        () -> Library.outer(() -> {
                            inside.countDown();
                            work.run();
                        })));
                startAll(inside);
                apply(STILL_RUNNING);
            }
            case SETTLED -> {
                startAll(inside);
                apply(0);
            }
        }
    }

    private void startAll(CountDownLatch inside) throws InterruptedException {
        prestartAllCoreThreads();
        inside.await();
    }

    /** A thread that stays in a patched method for ever. */
    private static void holdTransitions() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        daemon(
                        "holder",
                        () -> Library.outer(() -> {
                            inside.countDown();
                            awaitForEver();
                        }))
                .start();
        inside.await();
    }

    private static void awaitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void apply(int exitStatus) throws IOException {
        Path directory = Files.createTempDirectory(Path.of(System.getProperty("livepatch.bench.work")), "fork");
        Livepatch tool = new Livepatch(new Jdk(
                Path.of(System.getProperty("java.home")), Runtime.version().toString()));
        Path bundle = Livepatch.build(Library.versions(directory), directory.resolve("bench.jar"));
        tool.run("apply", ProcessHandle.current().pid(), bundle, "--timeout", exitStatus == 0 ? "60s" : "2s")
                .assertExit(exitStatus);
    }
}
