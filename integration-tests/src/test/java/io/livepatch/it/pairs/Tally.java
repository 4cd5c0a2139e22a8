package io.livepatch.it.pairs;

import io.livepatch.build.BuildResult;
import io.livepatch.finding.RefusalKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How the walks went. */
final class Tally {
    private final Map<RefusalKind, Integer> refusals = new EnumMap<>(RefusalKind.class);
    private final List<String> differences = new ArrayList<>();
    private int refused;
    private int walked;
    private int alike;

    void refused(BuildResult built) {
        refused++;
        Set<RefusalKind> kinds = EnumSet.noneOf(RefusalKind.class);
        built.refusals().forEach(each -> kinds.add(each.kind()));
        kinds.forEach(kind -> refusals.merge(kind, 1, Integer::sum));
    }

    /** @param same whether nothing that the fix changed could be seen */
    void walked(boolean same) {
        walked++;
        alike += same ? 1 : 0;
    }

    void compare(RandomPair pair, String when, String seen, String wanted) {
        if (!seen.equals(wanted)) {
            int at = 0;
            while (at < Math.min(seen.length(), wanted.length()) && seen.charAt(at) == wanted.charAt(at)) {
                at++;
            }
            differs(
                    pair,
                    when + ": from character " + at + "\n  seen:   " + part(seen, at) + "\n  wanted: "
                            + part(wanted, at));
        }
    }

    /** Keeps a problem unless it is empty. */
    void differs(RandomPair pair, String problem) {
        if (!problem.isEmpty()) {
            differences.add(
                    "-Dlivepatch.it.seed=" + pair.seed() + " -Dlivepatch.it.pairs=1 " + pair.edits() + " " + problem);
        }
    }

    private static String part(String text, int at) {
        return text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 200))
                .replace("\n", " | ");
    }

    List<String> differences() {
        return List.copyOf(differences);
    }

    int refused() {
        return refused;
    }

    int seen() {
        return walked - alike;
    }

    @Override
    public String toString() {
        return walked + " pairs patched, " + alike + " of them with nothing to be seen; " + refused + " refused "
                + refusals + "; " + differences.size() + " differences";
    }
}
