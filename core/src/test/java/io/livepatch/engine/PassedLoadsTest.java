package io.livepatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.weave.LoadEvent;
import io.livepatch.weave.WeaveOutcome;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class PassedLoadsTest {
    private final PassedLoads loads = new PassedLoads();

    private static LoadEvent load(Class<?> type, ClassLoader loader, WeaveOutcome outcome) {
        int hash = System.identityHashCode(type.getClassLoader());
        return new LoadEvent(new WeakReference<>(loader), hash, false, type.getName(), 1, outcome);
    }

    @Test
    void take_otherLoaderOfTheSameHash_isLeft() {
        Class<?> type = PassedLoadsTest.class;
        LoadEvent other = load(type, new ClassLoader() {}, new WeaveOutcome.Woven());
        loads.add(other);

        assertThat(loads.take(type)).isNull();
        assertThat(loads.size()).isEqualTo(1);
    }

    @Test
    void take_loadedAtTheSecondAttempt_isTheLatestAndNothingIsLeft() {
        Class<?> type = PassedLoadsTest.class;
        LoadEvent latest = load(type, type.getClassLoader(), new WeaveOutcome.Woven());
        loads.add(load(type, type.getClassLoader(), new WeaveOutcome.Untouched()));
        loads.add(latest);

        assertThat(loads.take(type)).isSameAs(latest);
        assertThat(loads.size()).isZero();
        assertThat(loads.take(type)).isNull();
    }

    @Test
    void add_manyWhoseLoadersAreGone_areForgotten() {
        for (int i = 0; i < 10_000; i++) {
            loads.add(new LoadEvent(new WeakReference<>(null), i, false, "a.B", 1, new WeaveOutcome.Woven()));
        }

        assertThat(loads.size()).isLessThan(1_000);
    }
}
