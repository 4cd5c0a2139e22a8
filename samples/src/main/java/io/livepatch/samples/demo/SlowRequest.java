package io.livepatch.samples.demo;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** The exploit by a client whose request stays inside the patched method until it is released. */
final class SlowRequest {
    private static final long LIMIT_SECONDS = 30;

    private final ReportClient service;
    private final FutureTask<Answer> answer;
    private final String thread;

    private SlowRequest(ReportClient service, FutureTask<Answer> answer, String thread) {
        this.service = service;
        this.answer = answer;
        this.thread = thread;
    }

    /** Sends it and waits until it is where it will stay. */
    static SlowRequest send(ReportClient service) throws Exception {
        FutureTask<Answer> answer = new FutureTask<>(service::slowAnonymous);
        new Thread(answer, "slow client").start();
        List<String> held = Poll.until("the slow request to be held", () -> {
            List<String> threads = service.heldThreads();
            return threads.isEmpty() ? Optional.empty() : Optional.of(threads);
        });
        CheckFailed.unless(held.size() == 1, "one request to be held", held);
        return new SlowRequest(service, answer, held.get(0));
    }

    /** Name of the service's thread that runs it. */
    String thread() {
        return thread;
    }

    boolean isAnswered() {
        return answer.isDone();
    }

    /** Lets it go and returns what it was answered. */
    Answer release() throws Exception {
        service.release();
        return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
