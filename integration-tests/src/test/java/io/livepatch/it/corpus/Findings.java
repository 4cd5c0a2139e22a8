package io.livepatch.it.corpus;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Warnings or refusals of a command. */
record Findings(List<Entry> entries) {
    static final Findings NONE = new Findings(List.of());

    record Entry(String kind, String where, String text) {
        @Override
        public String toString() {
            return kind + " " + where + ": " + text;
        }
    }

    static Findings of(JsonArray array) {
        return new Findings(array.stream()
                .map(JsonObject.class::cast)
                .map(each -> new Entry(each.getString("kind"), each.getString("where"), each.getString("text")))
                .toList());
    }

    /** One about all. */
    static Findings of(String kind, String text) {
        return new Findings(List.of(new Entry(kind, "everything", text)));
    }

    Set<String> kinds() {
        return entries.stream().map(Entry::kind).collect(Collectors.toCollection(TreeSet::new));
    }

    /** How often each kind occurs, as text. */
    String summary() {
        Map<String, Integer> counts = new TreeMap<>();
        entries.forEach(each -> counts.merge(each.kind(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }
}
