package io.livepatch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PatchRegistryTest {
    private final PatchRegistry registry = new PatchRegistry();

    @Test
    void reserve_whileAnotherCommandPrepares_waitsUntilThatGivesUp() throws Exception {
        PatchRegistry.Reservation first = registry.reserve();
        CompletableFuture<PatchRegistry.Reservation> second = new CompletableFuture<>();
        Thread other = new Thread(() -> {
            try {
                second.complete(registry.reserve());
            } catch (Refusal e) {
                second.completeExceptionally(e);
            }
        });
        other.start();
        await("the second command waits").until(() -> other.getState() == Thread.State.WAITING);
        assertThat(second).isNotDone();

        registry.release(first);

        assertThat(second.join()).isNotSameAs(first);
    }

    @Test
    void release_ofAReservationThatIsUsedUp_leavesTheNextOneAlone() throws Exception {
        PatchRegistry.Reservation first = registry.reserve();
        registry.release(first);
        registry.reserve();

        registry.release(first);

        Thread other = new Thread(() -> {
            try {
                registry.awaitPrepared();
            } catch (Refusal e) {
                assertThat(e).hasMessageContaining("interrupted");
            }
        });
        other.start();
        await("the second reservation still holds").until(() -> other.getState() == Thread.State.WAITING);
        other.interrupt();
        other.join();
    }
}
