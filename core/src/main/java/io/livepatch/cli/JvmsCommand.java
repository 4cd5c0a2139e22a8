package io.livepatch.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.livepatch.control.StatusView;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code livepatch jvms}. */
@Command(name = "jvms", description = "Lists the JVMs of this user. Installs nothing.")
final class JvmsCommand extends LivepatchCommand {
    @Override
    ExitStatus execute(Console console) throws CommandException {
        World world = world();
        List<JvmSurvey.Entry> entries = new JvmSurvey(world.jvms(), world.connector()).all();
        if (console.isJson()) {
            console.document(json(entries));
        } else {
            console.print(table(entries).lines(console.colors()));
        }
        return ExitStatus.DONE;
    }

    private static Table table(List<JvmSurvey.Entry> entries) {
        Table table = new Table("PID", "JDK", "AGENT", "PATCHES", "MAIN");
        for (JvmSurvey.Entry entry : entries) {
            table.row(
                    entry.jvm().pid(),
                    entry.version(),
                    entry.agent(),
                    entry.patches().isEmpty() ? RunningJvm.UNKNOWN : entry.patchNames(),
                    entry.jvm().shortName());
        }
        return table;
    }

    private static JsonObject json(List<JvmSurvey.Entry> entries) {
        JsonArray jvms = new JsonArray();
        for (JvmSurvey.Entry entry : entries) {
            JsonArray patches = new JsonArray();
            for (StatusView.Patch patch : entry.patches()) {
                patches.add(JsonObject.builder()
                        .value("name", patch.name())
                        .value("state", patch.state().name())
                        .done());
            }
            jvms.add(JsonObject.builder()
                    .value("pid", entry.jvm().pid())
                    .value("mainClass", entry.jvm().mainClass())
                    .value("version", entry.version())
                    .value("agent", entry.status().isPresent())
                    .value("agentVersion", entry.agentVersion())
                    .value("problem", entry.problem())
                    .value("patches", patches)
                    .done());
        }
        JsonObject document = new JsonObject();
        document.put("jvms", jvms);
        return document;
    }
}
