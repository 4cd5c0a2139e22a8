package io.livepatch.samples.demo;

import static io.livepatch.samples.service.Rule.FIXED;
import static io.livepatch.samples.service.Rule.VULNERABLE;

import io.livepatch.samples.service.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The story: from a vulnerable service under load to a patched one, and back. What it tells, it has checked. */
final class Scenario {
    private static final String PATCH = "CVE-2024-22257";
    private static final int ATTEMPTS = 20;

    private final Transcript told;
    private final Livepatch livepatch;
    private final ServiceProcess service;
    private final ReportClient client;
    private final Load load;

    Scenario(Transcript told, Livepatch livepatch, ServiceProcess service, ReportClient client, Load load) {
        this.told = told;
        this.livepatch = livepatch;
        this.service = service;
        this.client = client;
        this.load = load;
    }

    /**
     * Plays it once.
     *
     * @param bundle the file to write
     * @throws CheckFailed at the first thing that is not as it should be
     */
    void play(Path old, Path fix, Path bundle) throws Exception {
        told.chapter("A vulnerable service, under load");
        told.line("the hole: " + PATCH + ", AuthenticatedVoter lets a request without credentials in");
        told.line("the service: process " + service.pid() + ", Java " + service.javaVersion() + ", with "
                + Library.release(old) + "; fixed in " + Library.release(fix));
        answers(load.phase(), VULNERABLE);
        SlowRequest slow = SlowRequest.send(client);
        told.checked("one more request without credentials is in flight: thread " + slow.thread()
                + " waits inside isFullyAuthenticated");

        told.chapter("A patch bundle from the two releases");
        run(List.of("build", old.toString(), fix.toString(), "-o", bundle.toString(), "--name", PATCH));

        told.chapter("Applied to the running service");
        load.begin("while apply moves threads");
        List<String> apply = List.of("apply", service.id(), bundle.toString());
        told.command(livepatch.line(apply) + " &");
        Livepatch.Running applying = livepatch.start(apply);
        awaitBlocked(slow, applying);
        answers(load.begin("while the slow request waits"), FIXED);
        CheckFailed.unless(!slow.isAnswered() && applying.isAlive(), "the slow request and apply to wait", applying);
        told.checked("the slow request still waits, and apply with it");
        load.begin("once it is released");
        finish(slow, applying);
        answers(load.begin("after apply"), FIXED);

        told.chapter("Taken back");
        load.begin("while disable moves threads");
        run(List.of("disable", service.id(), PATCH));
        awaitState("DISABLED");
        answers(load.begin("after disable"), VULNERABLE);
    }

    /** Waits until the slow request's thread is the only one that has not moved, and shows it. */
    private void awaitBlocked(SlowRequest slow, Livepatch.Running applying) throws Exception {
        Status.Blocker blocker = Poll.until("the slow request to be the last to hold the transition", () -> {
            CheckFailed.unless(applying.isAlive(), "apply to wait for the slow request", applying);
            return livepatch.status(service.pid()).onlyBlocker();
        });
        CheckFailed.unless(
                blocker.isIn(slow.thread(), Library.PATCHED_METHOD),
                slow.thread() + " to be held in " + Library.PATCHED_METHOD,
                blocker);
        run(List.of("status", service.id()));
        told.checked("every thread has moved but " + slow.thread() + ", blocked in " + blocker.frame());
    }

    private void finish(SlowRequest slow, Livepatch.Running applying) throws Exception {
        Answer answer = slow.release();
        CheckFailed.unless(
                answer.granted() && answer.rule().equals(Optional.of(VULNERABLE)),
                "the slow request to be decided by old code from beginning to end",
                answer);
        told.checked("the slow request is released and ends as it began, in old code: HTTP " + answer.status());
        Livepatch.Result applied = applying.await();
        applied.check(0);
        told.quote(applied.printed());
        awaitState("ENABLED");
    }

    private void awaitState(String state) throws Exception {
        Status status = livepatch.status(service.pid());
        CheckFailed.unless(
                status.transition().isEmpty() && status.patches().equals(List.of(PATCH + "=" + state)),
                "no transition, and " + PATCH + " " + state,
                status);
        told.checked("no transition is left, and " + PATCH + " is " + state);
    }

    /** Checks that all requests of the present phase meet this rule, the exploit's among them. */
    private void answers(Tally phase, Rule rule) throws Exception {
        for (int i = 0; i < ATTEMPTS; i++) {
            Answer exploit = client.anonymous();
            CheckFailed.unless(exploit.rule().equals(Optional.of(rule)), "the exploit to meet " + rule, exploit);
        }
        load.awaitAnswers();
        phase.checkAll(rule);
        told.checked("the exploit, %d times without credentials: %s".formatted(ATTEMPTS, outcome(rule)));
        told.checked("%d clients: %d requests, all decided by %s code, none failed"
                .formatted(Load.CLIENTS, phase.answers(), rule == FIXED ? "new" : "old"));
    }

    private static String outcome(Rule rule) {
        return rule == FIXED ? "HTTP 403, refused" : "HTTP 200, let in";
    }

    /** Runs a command and shows it with what it prints. */
    private void run(List<String> arguments) throws Exception {
        told.command(livepatch.line(arguments));
        Livepatch.Result result = livepatch.run(arguments);
        result.check(0);
        told.quote(result.printed());
    }
}
