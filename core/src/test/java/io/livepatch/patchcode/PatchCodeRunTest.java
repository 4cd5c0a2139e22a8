package io.livepatch.patchcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the author's code does, its caller gets a result or a reason. */
@Timeout(60)
class PatchCodeRunTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static <T> T call(Callable<T> code, Duration patience) throws PatchCodeException {
        return PatchCodeRun.call("patch-code", null, code, patience);
    }

    /** Whose own methods throw. */
    private static final class Odd extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw this;
        }
    }

    /** What Exception and Error are not the only kinds of. */
    private static final class Neither extends Throwable {
        private static final long serialVersionUID = 1;

        Neither() {
            super("neither");
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void call_throws_isDescribedWithThePlace() {
        assertThatThrownBy(() -> call(
                        () -> {
                            throw new IllegalArgumentException("as told");
                        },
                        LONG))
                .isInstanceOf(PatchCodeException.class)
                .hasMessageMatching("java.lang.IllegalArgumentException: as told at .*PatchCodeRunTest.*");
    }

    @Test
    void call_throwsWhatCannotBeDescribed_isNamed() {
        assertThatThrownBy(() -> call(
                        () -> {
                            throw new Odd();
                        },
                        LONG))
                .isInstanceOf(PatchCodeException.class)
                .hasMessage(Odd.class.getName() + ", which cannot even be described");
    }

    @Test
    void call_throwsNeitherExceptionNorError_isDescribed() {
        assertThatThrownBy(() -> call(
                        () -> {
                            PatchCodeRunTest.<RuntimeException>sneak(new Neither());
                            return null;
                        },
                        LONG))
                .isInstanceOf(PatchCodeException.class)
                .hasMessageStartingWith(Neither.class.getName() + ": neither");
    }

    @Test
    void call_callerInterrupted_waitsAllTheSameAndKeepsTheInterrupt() throws Exception {
        Thread.currentThread().interrupt();
        try {
            assertThat(call(() -> "done", LONG)).isEqualTo("done");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void call_hangs_isGivenUpAndInterrupted() {
        CountDownLatch interrupted = new CountDownLatch(1);
        assertThatThrownBy(() -> call(
                        () -> {
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                            }
                            return null;
                        },
                        Duration.ofMillis(100)))
                .isInstanceOf(PatchCodeException.class)
                .hasMessageStartingWith("no answer within 100 ms, it is at ");
        assertThat(interrupted).satisfies(CountDownLatch::await);
    }
}
