package io.livepatch.transition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** For how long a thread has held the transition. */
class BlockedThreadsTest {
    private static final StackVerdict HELD = new StackVerdict.Blocked(new StackTraceElement("a.B", "c", "B.java", 1));
    private static final StackVerdict HELD_ELSEWHERE =
            new StackVerdict.Blocked(new StackTraceElement("a.B", "d", "B.java", 9));
    private static final StackVerdict UNSEEN = new StackVerdict.Unreliable("cut off");

    private final BlockedThreads blocked = new BlockedThreads();
    private final Thread thread = new Thread(() -> {}, "never started");

    private long sinceWhen(StackVerdict verdict, long now) {
        List<BlockedThread> dated = blocked.seen(List.of(new BlockedThread(thread, verdict, now)));
        assertThat(dated).singleElement().satisfies(each -> {
            assertThat(each.thread()).isSameAs(thread);
            assertThat(each.verdict()).isSameAs(verdict);
        });
        return dated.get(0).sinceNanos();
    }

    @Test
    void seen_againForTheSameReason_isHeldSinceTheFirstLook() {
        assertThat(sinceWhen(HELD, 100)).isEqualTo(100);
        assertThat(sinceWhen(HELD_ELSEWHERE, 200)).isEqualTo(100);
        assertThat(sinceWhen(HELD, 300)).isEqualTo(100);
    }

    @Test
    void seen_forAnotherReason_isHeldSinceThatLook() {
        assertThat(sinceWhen(HELD, 100)).isEqualTo(100);
        assertThat(sinceWhen(UNSEEN, 200)).isEqualTo(200);
        assertThat(sinceWhen(HELD, 300)).isEqualTo(300);
    }

    @Test
    void seen_afterALookWithoutIt_isHeldSinceThatLook() {
        assertThat(sinceWhen(HELD, 100)).isEqualTo(100);
        assertThat(blocked.seen(List.of())).isEmpty();
        assertThat(sinceWhen(HELD, 300)).isEqualTo(300);
    }

    @Test
    void seen_inTheNextGeneration_isHeldSinceThen() {
        assertThat(sinceWhen(HELD, 100)).isEqualTo(100);
        blocked.forget();
        assertThat(sinceWhen(HELD, 300)).isEqualTo(300);
    }

    @Test
    void seen_oneThreadTwiceInALook_keepsTheFirst() {
        blocked.seen(List.of(new BlockedThread(thread, HELD, 100), new BlockedThread(thread, UNSEEN, 101)));
        assertThat(sinceWhen(HELD, 200)).isEqualTo(100);
    }
}
