package io.livepatch.engine;

import java.util.Collection;
import java.util.stream.Collectors;

/** Many things in one sentence. */
final class Listed {
    private static final int MOST = 5;

    private Listed() {}

    /** The first few, and how many there are besides. */
    static String firstOf(Collection<?> items) {
        String listed = items.stream().limit(MOST).map(Object::toString).collect(Collectors.joining(", "));
        int more = items.size() - MOST;
        return more > 0 ? listed + " and " + more + " more" : listed;
    }
}
