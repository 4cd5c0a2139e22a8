package io.livepatch.statics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was changed is taken back once, however often it takes until all is. */
class JournalTest {
    private final Journal journal = new Journal(line -> {});
    private final List<String> undone = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private final class Noted implements Change {
        private final String name;
        private final String problem;

        Noted(String name, String problem) {
            this.name = name;
            this.problem = problem;
            journal.make(() -> {}, this);
        }

        @Override
        public String undo() throws ChangeLeftException {
            undone.add(name);
            if (problem != null) {
                throw new ChangeLeftException(problem);
            }
            return "";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private void takeAllBack() {
        journal.close().forEach(each -> each.undo(problems::add));
    }

    @Test
    void close_undoingFailedHalfway_givesWhatIsLeftAnotherTime() {
        new Noted("first", null);
        new Noted("second", "second stays");

        assertThatThrownBy(() -> journal.close()
                        .forEach(each -> each.undo(problem -> {
                            throw new OutOfMemoryError("thrown by a test");
                        })))
                .isInstanceOf(OutOfMemoryError.class);
        takeAllBack();
        takeAllBack();

        assertThat(undone).containsExactly("second", "first");
        assertThat(problems).isEmpty();
    }

    @Test
    void make_afterClose_doesNothing() {
        journal.close();

        assertThatThrownBy(() -> journal.make(() -> undone.add("done"), null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("taken back already");
        assertThat(undone).isEmpty();
    }
}
