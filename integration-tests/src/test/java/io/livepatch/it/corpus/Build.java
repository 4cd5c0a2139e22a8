package io.livepatch.it.corpus;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code build} said of a pair.
 *
 * @param written whether there is a bundle
 * @param error what went wrong where there is neither a bundle nor a refusal, else empty
 * @param needed what the fix is made of, as text; empty without a bundle
 */
record Build(boolean written, String error, Findings refusals, Findings warnings, String needed) {
    private static final int WRITTEN = 0;
    private static final int REFUSED = 1;
    /** An answer without refusals. */
    private static final String NOTHING = "NOTHING_TO_PATCH";

    static Build run(Livepatch tool, Pair pair, Mode mode, Path bundle) {
        List<Object> command = new ArrayList<>(List.of("build", pair.oldJar(), pair.newJar(), "-o", bundle));
        command.addAll(List.of("--name", Corpus.PATCH, "--json"));
        if (mode == Mode.SLICE) {
            pair.globs().forEach(glob -> command.addAll(List.of("--only", glob)));
        }
        Outcome outcome = tool.run(command.toArray());
        if (outcome.exit() != WRITTEN && outcome.exit() != REFUSED) {
            return failed(outcome);
        }
        JsonObject document = outcome.json();
        Findings warnings = Findings.of(document.getArray("warnings", new JsonArray()));
        if (outcome.exit() == WRITTEN) {
            return new Build(true, "", Findings.NONE, warnings, needed(document));
        }
        return refused(outcome, document, warnings);
    }

    private static Build refused(Outcome outcome, JsonObject document, Findings warnings) {
        JsonObject error = document.getObject("error");
        return switch (error.getString("kind")) {
            case "BUILD_REFUSED" -> new Build(false, "", Findings.of(document.getArray("refusals")), warnings, "");
            case NOTHING -> new Build(false, "", Findings.of(NOTHING, error.getString("text")), warnings, "");
            default -> failed(outcome);
        };
    }

    private static Build failed(Outcome outcome) {
        String error = "build ended with " + outcome.exit() + ": " + outcome.out() + outcome.err();
        return new Build(false, error, Findings.NONE, Findings.NONE, "");
    }

    private static String needed(JsonObject document) {
        JsonObject methods = document.getObject("methods");
        List<String> parts = new ArrayList<>();
        count(parts, methods.getInt("changed"), "changed method");
        count(parts, methods.getInt("added"), "added method");
        count(parts, document.getObject("fields").getInt("added"), "added field");
        count(parts, document.getInt("newClasses"), "new class");
        return String.join(", ", parts);
    }

    private static void count(List<String> parts, int number, String noun) {
        if (number > 0) {
            String plural = noun.endsWith("s") ? noun + "es" : noun + "s";
            parts.add(number + " " + (number == 1 ? noun : plural));
        }
    }
}
