package io.livepatch.samples.demo;

import static io.livepatch.samples.service.Rule.VULNERABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.samples.service.ReportService;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportClientTest {
    private ReportService service;
    private ReportClient client;

    @BeforeEach
    void start() throws IOException {
        service = new ReportService();
        client = new ReportClient(URI.create("http://127.0.0.1:" + service.port()));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void reportClient_vulnerableRelease_isLetInWithAndWithoutCredentials() throws Exception {
        assertThat(client.user().rule()).contains(VULNERABLE);
        assertThat(client.anonymous().granted()).isTrue();
        assertThat(client.heldThreads()).isEmpty();
    }

    @Test
    void slowRequest_sent_isHeldUntilReleased() throws Exception {
        SlowRequest slow = SlowRequest.send(client);

        assertThat(client.heldThreads()).containsExactly(slow.thread());
        assertThat(slow.isAnswered()).isFalse();
        assertThat(slow.release().rule()).contains(VULNERABLE);
        assertThat(client.heldThreads()).isEmpty();
    }

    @Test
    void load_running_countsWhatBeganInEachPhase() throws Exception {
        try (Load load = new Load(client, "first")) {
            load.awaitAnswers();
            Tally second = load.begin("second");
            load.awaitAnswers();
            load.finish();

            assertThat(load.phases()).hasSize(2).last().isSameAs(second);
            assertThat(second.answers()).isGreaterThanOrEqualTo(200);
            second.checkAll(VULNERABLE);
            load.checkSound();
        }
    }
}
