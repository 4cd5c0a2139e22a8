package io.livepatch.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoaderBookTest {
    /** All loaders of this kind are equal. */
    private static final class EqualLoader extends ClassLoader {
        @Override
        public boolean equals(Object other) {
            return other instanceof EqualLoader;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Test
    void find_equalLoaders_areToldApart() {
        LoaderBook<String> book = new LoaderBook<>();
        ClassLoader one = new EqualLoader();
        ClassLoader other = new EqualLoader();

        book.put(one, "one");

        assertThat(book.find(one)).isEqualTo("one");
        assertThat(book.find(other)).isNull();
        assertThat(book.putIfAbsent(other, "other")).isEqualTo("other");
        assertThat(book.putIfAbsent(other, "again")).isEqualTo("other");
    }

    @Test
    void find_bootLoader_hasItsOwnValue() {
        LoaderBook<String> book = new LoaderBook<>();

        assertThat(book.findOrMake(null, () -> "boot")).isEqualTo("boot");
        assertThat(book.findOrMake(null, () -> "again")).isEqualTo("boot");
        assertThat(book.find(new EqualLoader())).isNull();
    }

    @Test
    void book_holdsNoLoader() {
        LoaderBook<String> book = new LoaderBook<>();
        WeakReference<ClassLoader> loader = new WeakReference<>(new EqualLoader());
        book.put(loader.get(), "value");

        await().atMost(Duration.ofMinutes(2)).until(() -> {
            System.gc();
            return loader.refersTo(null);
        });
        book.put(null, "boot");
    }
}
