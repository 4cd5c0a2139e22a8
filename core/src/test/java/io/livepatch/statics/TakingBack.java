package io.livepatch.statics;

import java.util.function.Consumer;

/** What is done with the changes of a patch whose one callback has made them all. */
final class TakingBack {
    private TakingBack() {}

    static void all(StaticChanges changes, Consumer<String> problems) {
        changes.close().forEach(each -> each.undo(problems));
    }
}
