package io.livepatch.transition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SliceSizeTest {
    private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long FAIR = TimeUnit.MILLISECONDS.toNanos(12);
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(40);

    private final SliceSize slice = new SliceSize();

    @Test
    void took_shortStops_growsToTheMost() {
        for (int i = 0; i < 10; i++) {
            slice.took(slice.now(), SHORT);
        }
        assertThat(slice.now()).isEqualTo(SliceSize.MOST);
    }

    @Test
    void took_fewThreads_saysNothingOfMore() {
        slice.took(SliceSize.LEAST - 1, SHORT);
        assertThat(slice.now()).isEqualTo(SliceSize.LEAST);
    }

    @Test
    void took_fairTime_stays() {
        slice.took(slice.now(), SHORT);
        slice.took(slice.now(), FAIR);
        assertThat(slice.now()).isEqualTo(2 * SliceSize.LEAST);
    }

    @Test
    void took_longStops_shrinksToTheLeast() {
        slice.took(slice.now(), SHORT);
        slice.took(slice.now(), LONG);
        slice.took(slice.now(), LONG);
        assertThat(slice.now()).isEqualTo(SliceSize.LEAST);
    }
}
