package io.livepatch.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.livepatch.build.BuildResult;
import io.livepatch.build.Explanation;
import io.livepatch.finding.Finding;
import io.livepatch.finding.RefusalKind;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells what came of a build. */
final class BuildReport {
    /** Refusals of what the operator asks for, not of what OLD and NEW are. */
    private static final Set<RefusalKind> OPTIONS =
            EnumSet.of(RefusalKind.GUARD, RefusalKind.IMMEDIATE, RefusalKind.PROBE, RefusalKind.CALLBACKS);

    private final Console console;
    private final boolean explain;

    /** @param explain whether to say why each method is in the bundle */
    BuildReport(Console console, boolean explain) {
        this.console = console;
        this.explain = explain;
    }

    /** @param name of the patch */
    ExitStatus report(String name, BuildResult result) {
        result.warnings().forEach(finding -> console.warning(describe(finding)));
        Optional<CommandException> failure = failure(result);
        failure.ifPresent(f -> console.error(f.getMessage()));
        result.refusals().forEach(finding -> console.errorDetail(describe(finding)));
        if (console.isJson()) {
            JsonObject document = json(name, result);
            if (explain) {
                document.put("explanations", explanations(result));
            }
            failure.ifPresent(f -> document.put("error", Console.json(f)));
            console.document(document);
        }
        if (failure.isPresent()) {
            return failure.get().status();
        }
        console.message("wrote " + result.bundle().orElseThrow() + ": patch " + name + ", "
                + Text.count(result.counts().methodsChanged(), "method") + " in "
                + Text.count(result.counts().classes(), "class")
                + guards(result.counts().guards())
                + added(result.counts()));
        if (explain) {
            result.explanations().forEach(each -> console.message("  " + Text.printable(each.toString())));
        }
        if (!result.leftOut().isEmpty()) {
            console.message("left out, since neither asked for nor needed: "
                    + Text.count(result.leftOut().size(), "changed method"));
            result.leftOut().forEach(each -> console.message("  " + Text.printable(each)));
        }
        return ExitStatus.DONE;
    }

    private static String reasons(List<Finding<RefusalKind>> refusals) {
        if (refusals.stream().allMatch(each -> OPTIONS.contains(each.kind()))) {
            return Text.count(refusals.size(), "option that", "options that") + " cannot be followed";
        }
        return Text.count(
                        refusals.size(), "difference between OLD and NEW that", "differences between OLD and NEW that")
                + " cannot be patched";
    }

    private static String added(BuildResult.Counts counts) {
        StringBuilder text = new StringBuilder();
        if (counts.methodsAdded() > 0) {
            text.append(", ").append(Text.count(counts.methodsAdded(), "added method"));
        }
        if (counts.fieldsAdded() > 0) {
            text.append(", ").append(Text.count(counts.fieldsAdded(), "added field"));
        }
        if (counts.newClasses() > 0) {
            text.append(", ").append(Text.count(counts.newClasses(), "new class", "new classes"));
        }
        return text.toString();
    }

    private static String guards(int count) {
        return count == 0 ? "" : ", " + Text.count(count, "guard");
    }

    private static Optional<CommandException> failure(BuildResult result) {
        return switch (result.outcome()) {
            case WRITTEN -> Optional.empty();
            case REFUSED ->
                Optional.of(new CommandException(
                        Problem.BUILD_REFUSED, "no bundle was written: " + reasons(result.refusals())));
            case NOTHING_TO_PATCH ->
                Optional.of(new CommandException(
                        Problem.NOTHING_TO_PATCH,
                        "no bundle was written: no method or constructor of NEW does anything that OLD's does not do"));
        };
    }

    private static String describe(Finding<?> finding) {
        return Text.printable(finding.kind() + " " + finding.where() + ": " + finding.text());
    }

    private static JsonObject json(String name, BuildResult result) {
        BuildResult.Counts counts = result.counts();
        return JsonObject.builder()
                .value("bundle", result.bundle().map(Path::toString).orElse(null))
                .value("name", name)
                .value("classes", counts.classes())
                .object("methods")
                .value("changed", counts.methodsChanged())
                .value("added", counts.methodsAdded())
                .end()
                .object("fields")
                .value("added", counts.fieldsAdded())
                .end()
                .value("newClasses", counts.newClasses())
                .value("guards", counts.guards())
                .value("leftOut", new JsonArray(result.leftOut()))
                .value("warnings", array(result.warnings()))
                .value("refusals", array(result.refusals()))
                .done();
    }

    private static JsonArray explanations(BuildResult result) {
        JsonArray array = new JsonArray();
        for (Explanation each : result.explanations()) {
            array.add(JsonObject.builder()
                    .value("method", each.method())
                    .value("instruction", each.instruction())
                    .value("before", each.before())
                    .value("after", each.after())
                    .done());
        }
        return array;
    }

    private static JsonArray array(List<? extends Finding<?>> findings) {
        JsonArray array = new JsonArray();
        for (Finding<?> finding : findings) {
            array.add(JsonObject.builder()
                    .value("kind", finding.kind().name())
                    .value("where", finding.where())
                    .value("text", finding.text())
                    .done());
        }
        return array;
    }
}
