package io.livepatch.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTest {
    @Test
    void status_oneThreadBlocked_namesItAndItsFrame() throws CheckFailed {
        Status status = Status.parse("""
                {"transition": {"patch": "p", "threads": {"total": 40, "done": 39, "pending": 1}, "blockers":
                  [{"id": 31, "name": "request-1", "reason": "BLOCKED", "frame": "a.B.c(B.java:12)", "detail": ""}]},
                 "patches": [{"name": "p", "state": "ENABLING"}]}""");

        assertThat(status.patches()).containsExactly("p=ENABLING");
        assertThat(status.onlyBlocker()).hasValueSatisfying(blocker -> {
            assertThat(blocker.isIn("request-1", "a.B.c")).isTrue();
            assertThat(blocker.isIn("request-10", "a.B.c")).isFalse();
            assertThat(blocker.isIn("request-1", "a.B.cc")).isFalse();
        });
    }

    @Test
    void status_moreThreadsPending_hasNoOnlyBlocker() throws CheckFailed {
        Status status = Status.parse("""
                {"transition": {"threads": {"total": 40, "done": 38, "pending": 2}, "blockers":
                  [{"name": "request-1", "frame": "a.B.c(B.java:12)"}]}, "patches": []}""");

        assertThat(status.transition()).isPresent();
        assertThat(status.onlyBlocker()).isEmpty();
    }

    @Test
    void status_noAgent_isEmpty() throws CheckFailed {
        assertThat(Status.parse("{\"transition\": null, \"patches\": []}"))
                .isEqualTo(new Status(Optional.empty(), List.of()));
    }
}
