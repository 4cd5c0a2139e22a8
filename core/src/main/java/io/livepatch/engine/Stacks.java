package io.livepatch.engine;

import java.util.ArrayList;
import java.util.List;

/** From one stack of enabled patches, oldest first, to the next. */
final class Stacks {
    private Stacks() {}

    /** What stays in force when a patch is enabled: all but the patches whose place it takes. */
    static List<Layer> leftBy(LoadedPatch patch, List<Layer> stack) {
        return stack.stream()
                .filter(each -> !patch.descriptor()
                        .set()
                        .takesOver(each.patch().descriptor().set()))
                .toList();
    }

    static List<Layer> with(List<Layer> stack, Layer top) {
        List<Layer> all = new ArrayList<>(stack);
        all.add(top);
        return List.copyOf(all);
    }
}
