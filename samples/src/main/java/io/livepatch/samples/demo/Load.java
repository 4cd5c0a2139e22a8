package io.livepatch.samples.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * Concurrent clients, every second one without credentials, each sending its next request when the last is answered. A
 * request counts for the phase in which it began.
 */
final class Load implements AutoCloseable {
    static final int CLIENTS = 8;
    private static final int ENOUGH = 200;

    private final ReportClient service;
    private final List<Tally> phases = new CopyOnWriteArrayList<>();
    private final List<Thread> clients = new ArrayList<>();
    private volatile Tally phase;
    private volatile boolean stopped;

    Load(ReportClient service, String firstPhase) {
        this.service = service;
        begin(firstPhase);
        IntStream.range(0, CLIENTS)
                .mapToObj(i -> new Thread(() -> run(i % 2 == 0), "client-" + i))
                .forEach(clients::add);
        clients.forEach(Thread::start);
    }

    /** Counts the requests that begin from now on by themselves; called by one thread. */
    Tally begin(String name) {
        Tally next = new Tally(name);
        phases.add(next);
        phase = next;
        return next;
    }

    /** The present phase. */
    Tally phase() {
        return phase;
    }

    /** Waits for a fair number of answers to requests of the present phase. */
    void awaitAnswers() throws Exception {
        Tally present = phase;
        Poll.until(ENOUGH + " answers", () -> present.answers() < ENOUGH ? Optional.empty() : Optional.of(present));
    }

    /** The phases so far, in order. */
    List<Tally> phases() {
        return List.copyOf(phases);
    }

    /** Throws if a request of any phase failed or was answered by old and new code together. */
    void checkSound() throws CheckFailed {
        for (Tally tally : phases) {
            tally.checkSound();
        }
    }

    private void run(boolean credentials) {
        while (!stopped) {
            Tally mine = phase;
            try {
                mine.add(credentials ? service.user() : service.anonymous());
            } catch (IOException | InterruptedException e) {
                mine.addFailure(e.toString());
            }
        }
    }

    /** Stops the clients and waits for their last answers. */
    void finish() throws InterruptedException {
        close();
        for (Thread client : clients) {
            client.join();
        }
    }

    /** Has the clients stop after the answers they wait for. */
    @Override
    public void close() {
        stopped = true;
    }
}
