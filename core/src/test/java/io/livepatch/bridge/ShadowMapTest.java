package io.livepatch.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShadowMapTest {
    private static final int MANY = 100_000;

    /** All objects are equal, and of one hash code. */
    private static final class Same {
        @Override
        public boolean equals(Object other) {
            return other instanceof Same;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Test
    void putIfAbsent_equalObjects_areToldApart() {
        ShadowMap map = new ShadowMap();
        Same one = new Same();
        Same other = new Same();

        map.putIfAbsent(one, "one");
        map.putIfAbsent(other, "other");

        assertThat(map.find(one)).isEqualTo("one");
        assertThat(map.find(other)).isEqualTo("other");
        assertThat(map.putIfAbsent(one, "again")).isEqualTo("one");
    }

    @Test
    void find_manyObjects_findsEachAfterTheTableHasGrown() {
        ShadowMap map = new ShadowMap();
        List<Object> objects = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Object object = new Object();
            objects.add(object);
            map.putIfAbsent(object, i);
        }
        for (int i = 0; i < MANY; i++) {
            assertThat(map.findSurely(objects.get(i))).isEqualTo(i);
        }
        assertThat(map.size()).isEqualTo(MANY);
    }

    @Test
    void size_objectsThatAreGone_keepNothing() {
        ShadowMap map = new ShadowMap();
        List<WeakReference<Object>> holders = fill(map);
        Object kept = new Object();
        map.putIfAbsent(kept, "kept");

        await().atMost(Duration.ofMinutes(2)).until(() -> {
            System.gc();
            return map.size() == 1;
        });

        assertThat(map.find(kept)).isEqualTo("kept");
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            System.gc();
            return holders.stream().allMatch(each -> each.refersTo(null));
        });
    }

    private static List<WeakReference<Object>> fill(ShadowMap map) {
        List<WeakReference<Object>> holders = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Object holder = new Object();
            holders.add(new WeakReference<>(holder));
            map.putIfAbsent(new Object(), holder);
        }
        return holders;
    }
}
