package io.livepatch.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.livepatch.control.Command.Probe;
import io.livepatch.control.ProbeResult;
import io.livepatch.control.ProbeResult.Verdict;
import io.livepatch.control.Reply;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code livepatch probe}. */
@Command(
        name = "probe",
        description = "Runs the probe of a loaded patch, which tells whether the old behaviour shows. Changes nothing.")
final class ProbeCommand extends JvmCommand {
    @Parameters(index = "1", paramLabel = "PATCH", description = "Name of the patch.")
    private String patch;

    @Override
    ExitStatus execute(Console console) throws CommandException {
        List<ProbeResult> results =
                target().ask(new Probe(patch), Reply.Probed.class).results();
        if (results.isEmpty()) {
            throw new CommandException(
                    Problem.PROBE_FAILED,
                    "patch " + patch
                            + " has no probe (build --probe), or no class of it is loaded where it is in force");
        }
        JsonObject document = JsonObject.builder()
                .value("patch", patch)
                .value("probe", json(results))
                .done();
        results.forEach(each -> console.message(each.toString()));
        long others =
                results.stream().filter(each -> each.verdict() != Verdict.FIXED).count();
        Optional<CommandException> failure = others == 0
                ? Optional.empty()
                : Optional.of(new CommandException(
                        Problem.PROBE_FAILED,
                        "the fix of patch " + patch + " does not show in " + others + " of "
                                + Text.count(results.size(), "class loader")));
        failure.ifPresent(each -> {
            console.error(each.getMessage());
            document.put("error", Console.json(each));
        });
        if (console.isJson()) {
            console.document(document);
        }
        return failure.map(CommandException::status).orElse(ExitStatus.DONE);
    }

    static JsonArray json(List<ProbeResult> results) {
        JsonArray array = new JsonArray();
        results.forEach(each -> array.add(JsonObject.builder()
                .value("loader", each.loader())
                .value("verdict", each.verdict().name())
                .value("text", each.text())
                .done()));
        return array;
    }
}
