package io.livepatch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.control.ProbeResult;
import io.livepatch.control.ProbeResult.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbeRunTest {
    private static final long ENOUGH = Duration.ofMinutes(1).toNanos();
    private static final String HANGING = "new java.util.concurrent.CountDownLatch(1).await();";

    @Test
    void of_verdicts_areThoseOfTheProbe() throws Exception {
        assertThat(run("return true;", ENOUGH).verdict()).isEqualTo(Verdict.VULNERABLE);
        assertThat(run("return false;", ENOUGH).verdict()).isEqualTo(Verdict.FIXED);
    }

    @Test
    void of_whatItThrows_isAFailure() throws Exception {
        ProbeResult result = run("throw new StackOverflowError(\"deep\");", ENOUGH);

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.text()).startsWith("java.lang.StackOverflowError: deep at livepatch-code//Probe.vulnerable(");
    }

    @Test
    void of_aProbeThatHangs_isLeftWhenTheTimeIsOverAndItsThreadInterrupted() throws Exception {
        ProbeResult result =
                run(HANGING + " return false;", Duration.ofMillis(200).toNanos());

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.text()).startsWith("no answer within 30 s, it is at java.");
        await().until(() -> thread().isEmpty());
    }

    @Test
    void of_noTimeLeft_isNotRun() throws Exception {
        assertThat(run("throw new Error();", 0).text()).startsWith("not asked");
    }

    private static Optional<Thread> thread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals("livepatch-probe"))
                .findFirst();
    }

    private static ProbeResult run(String body, long nanos) throws Exception {
        String source = "public class Probe { public static boolean vulnerable() throws Exception { if (true) { " + body
                + " } return false; } }";
        return ProbeRun.of(Patches.probing("fix", source), ProbeRunTest.class.getClassLoader(), nanos);
    }
}
