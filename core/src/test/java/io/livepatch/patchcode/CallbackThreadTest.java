package io.livepatch.patchcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallbackThreadTest {
    private final AtomicInteger looks = new AtomicInteger();
    private CallbackThread callbacks = new CallbackThread(looks::incrementAndGet);

    @AfterEach
    void end() {
        callbacks.watch(false);
    }

    private Thread thread() throws Exception {
        return callbacks.run(Thread::currentThread);
    }

    /** Some application interrupts every thread it can find. */
    @Test
    void interrupted_waitsAgainAndRunsCallbacksToTheirEnd() throws Exception {
        callbacks.watch(true);
        Thread thread = thread();

        thread.interrupt();

        await("it waits again")
                .until(() -> !thread.isInterrupted() && thread.getState().name().endsWith("WAITING"));
        assertThat(callbacks.run(() -> PatchCodeRun.call("callback", null, () -> "done", Duration.ofSeconds(20))))
                .isEqualTo("done");
    }

    @Test
    void look_thatThrows_doesNotKeepCallbacksFromRunning() throws Exception {
        callbacks = new CallbackThread(() -> {
            if (looks.incrementAndGet() == 1) {
                throw new OutOfMemoryError("thrown by a test");
            }
        });
        callbacks.watch(true);
        callbacks.classLoads();
        await("the look failed").until(() -> looks.get() > 0);

        assertThat(thread().isAlive()).isTrue();
    }

    @Test
    void nothingToDoNorToLookFor_endsTheThread() throws Exception {
        Thread thread = thread();

        await("it ends").until(() -> !thread.isAlive());
        assertThat(thread()).isNotSameAs(thread);
    }
}
