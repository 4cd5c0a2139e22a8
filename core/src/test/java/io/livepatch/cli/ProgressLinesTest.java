package io.livepatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.control.TransitionView;
import io.livepatch.model.Direction;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong(123);
    private final ProgressLines lines =
            new ProgressLines(new PrintStream(bytes, true, StandardCharsets.UTF_8), now::get);

    private void show(long afterMillis, int pending, TransitionView.Blocker... blockers) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(afterMillis));
        lines.show(Replies.transition(Direction.PATCH, 40, pending, blockers));
    }

    private List<String> written() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void show_manyChangesInASecond_writesOneLine() {
        show(0, 9);
        show(300, 8);
        show(300, 7);
        show(500, 6);

        assertThat(written())
                .containsExactly("fix (patch): 31 of 40 threads moved", "fix (patch): 34 of 40 threads moved");
    }

    @Test
    void show_noChange_writesNothingMore() {
        show(0, 2, Replies.BLOCKER);
        show(5_000, 2, Replies.BLOCKER);

        assertThat(written())
                .containsExactly("fix (patch): 38 of 40 threads moved, waiting for worker-1 [31] in a.B.c(B.java:12)");
    }

    @Test
    void show_severalBlockers_namesTheFirstAndCountsTheRest() {
        show(0, 2, Replies.BLOCKER, Replies.BLOCKER, Replies.BLOCKER);

        assertThat(written().get(0)).endsWith("in a.B.c(B.java:12) and 2 more");
    }

    @Test
    void show_nobodyPendingFromTheStart_writesNothing() {
        show(0, 0);

        assertThat(written()).isEmpty();
    }
}
