package io.livepatch.transition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PollPauseTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long START = Long.MAX_VALUE - 10 * MS;

    private final PollPause pause = new PollPause();

    @Test
    void after_threadsMove_isShort() {
        pause.restart(START);

        assertThat(pause.after(10, START, START)).isEqualTo(MS);
        assertThat(pause.after(9, START + 4_000 * MS, START + 4_000 * MS)).isEqualTo(MS);
    }

    @Test
    void after_nobodyMoves_isAnEighthOfTheWaitUpToASecond() {
        pause.restart(START);
        pause.after(3, START, START);

        assertThat(pause.after(3, START + 4 * MS, START + 4 * MS)).isEqualTo(MS);
        assertThat(pause.after(3, START + 80 * MS, START + 80 * MS)).isEqualTo(10 * MS);
        assertThat(pause.after(4, START + 800 * MS, START + 800 * MS)).isEqualTo(100 * MS);
        assertThat(pause.after(4, START + 90_000 * MS, START + 90_000 * MS)).isEqualTo(1_000 * MS);
    }

    @Test
    void after_turnedRound_isShortAgain() {
        pause.restart(START);
        pause.after(3, START, START);
        pause.restart(START + 80 * MS);

        assertThat(pause.after(50, START + 80 * MS, START + 80 * MS)).isEqualTo(MS);
    }

    @Test
    void isLongHeld_halfASecondAfterTheLatestMove_untilTheNext() {
        pause.restart(START);
        pause.after(3, START, START);

        assertThat(pause.isLongHeld(START + 499 * MS)).isFalse();
        assertThat(pause.isLongHeld(START + 500 * MS)).isTrue();
        pause.after(2, START + 600 * MS, START + 600 * MS);
        assertThat(pause.isLongHeld(START + 601 * MS)).isFalse();
    }

    @Test
    void after_aLongPoll_isAsLongAsThat() {
        pause.restart(START);

        assertThat(pause.after(9, START, START + 40 * MS)).isEqualTo(40 * MS);
    }
}
