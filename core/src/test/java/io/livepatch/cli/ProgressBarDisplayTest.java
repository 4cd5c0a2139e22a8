package io.livepatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.model.Direction;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarDisplayTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void show_transition_drawsMovedOfTotalAndTheBlocker() {
        try (ProgressDisplay display = new ProgressBarDisplay(new PrintStream(bytes, true, StandardCharsets.UTF_8))) {
            display.show(Replies.transition(Direction.PATCH, 40, 2, Replies.BLOCKER));

            await("the bar is drawn")
                    .untilAsserted(() -> assertThat(written()).contains("fix (patch)", "38/40", "worker-1 [31]"));
        }
    }

    @Test
    void close_nothingShown_writesNothing() {
        new ProgressBarDisplay(new PrintStream(bytes, true, StandardCharsets.UTF_8)).close();

        assertThat(written()).isEmpty();
    }
}
