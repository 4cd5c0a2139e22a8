package io.livepatch.patchcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livepatch.statics.StaticChanges;
import org.junit.jupiter.api.Test;

/** Static state is changed only between the first call of a callback and the undo of its changes. */
class OwnChangesTest {
    private int made;

    private final OwnChanges changes = new OwnChanges(this::make);

    private StaticChanges make() {
        made++;
        return new StaticChanges(line -> {}, name -> null, null);
    }

    @Test
    void get_twice_isTheSameAndMadeOnce() {
        assertThat(changes.get()).isSameAs(changes.get());
        assertThat(made).isEqualTo(1);
    }

    @Test
    void close_neverAskedFor_makesNone() {
        assertThat(changes.close()).isEmpty();
        assertThat(made).isZero();
    }

    @Test
    void close_askedFor_acceptsNoChangeAnyMore() {
        StaticChanges first = changes.get();

        assertThat(changes.close()).isEmpty();

        assertThatThrownBy(() -> first.visit(String.class, each -> {}, "a root"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("taken back already");
    }

    @Test
    void get_afterClose_isRefusedAndMakesNone() {
        changes.close();

        assertThatThrownBy(changes::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("taken back already");
        assertThat(made).isZero();
    }
}
