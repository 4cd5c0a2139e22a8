package io.livepatch.it.harness;

import io.livepatch.control.StatusView;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Loaders of which a class was found only after it could be used: for these the consistency rule is not promised. */
public final class LateLoaders {
    private static final Pattern LATE = Pattern.compile("class \\S+ in loader (\\S+) was found after it could be used");

    private final Set<String> names = new TreeSet<>();

    /** Takes them from the history, which forgets what is old. */
    public void note(StatusView status) {
        for (StatusView.HistoryEntry entry : status.history()) {
            Matcher late = LATE.matcher(entry.text());
            if (late.find()) {
                names.add(late.group(1));
            }
        }
    }

    /** Those noted so far. */
    public Set<String> names() {
        return Set.copyOf(names);
    }
}
