package io.livepatch.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.livepatch.bundle.Bundle;
import io.livepatch.model.Callbacks;
import io.livepatch.model.JavaReleases;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.PatchedClass;
import io.livepatch.model.PatchedMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code livepatch inspect}. */
@Command(name = "inspect", description = "Shows what is in a bundle.")
final class InspectCommand extends LivepatchCommand {
    @Parameters(index = "0", paramLabel = "BUNDLE", description = "The bundle that 'livepatch build' made.")
    private Path file;

    @Override
    ExitStatus execute(Console console) throws CommandException {
        Bundle bundle = BundleFile.read(file);
        if (console.isJson()) {
            console.document(json(bundle));
        } else {
            console.print(lines(bundle, console));
        }
        return ExitStatus.DONE;
    }

    private static List<String> lines(Bundle bundle, Console console) {
        PatchDescriptor patch = bundle.descriptor();
        List<String> lines = new ArrayList<>();
        String version = patch.version().isEmpty() ? "" : " version " + patch.version();
        lines.add(Text.printable("patch " + patch.name() + version));
        if (!patch.description().isEmpty()) {
            lines.add(Text.printable(patch.description()));
        }
        if (patch.set().replaces()) {
            lines.add("takes the place of the enabled patches of set "
                    + patch.set().name());
        } else if (!patch.set().name().isEmpty()) {
            lines.add("belongs to set " + patch.set().name());
        }
        if (!patch.releases().equals(JavaReleases.ALL)) {
            lines.add("for " + patch.releases());
        }
        patch.code().probe().ifPresent(probe -> lines.add("probe " + probe));
        for (Callbacks.CallbackClass each : patch.code().callbacks().classes()) {
            lines.add("callbacks " + each.className() + (each.oncePerJvm() ? ", once in the JVM" : ""));
        }
        patch.code().callbacks().states().forEach(state -> lines.add("state " + state));
        lines.add("digest " + bundle.digest());
        lines.add("");
        Table table = new Table("CLASS", "METHOD", "");
        for (PatchedClass patched : patch.classes()) {
            for (PatchedMethod method : patched.methods()) {
                table.row(patched.name(), method.id(), role(method));
            }
        }
        patch.added().forEach(name -> table.row(name, "", "added class"));
        lines.addAll(table.lines(console.colors()));
        return lines;
    }

    private static String role(PatchedMethod method) {
        if (method.isGuard()) {
            return "guard";
        }
        return method.immediate() ? "immediate" : "";
    }

    private static JsonObject json(Bundle bundle) {
        PatchDescriptor patch = bundle.descriptor();
        JsonArray classes = new JsonArray();
        for (PatchedClass patched : patch.classes()) {
            JsonArray methods = new JsonArray();
            for (PatchedMethod method : patched.methods()) {
                methods.add(JsonObject.builder()
                        .value("method", method.id().toString())
                        .value("from", method.from().sha256())
                        .value("to", method.to().sha256())
                        .value("immediate", method.immediate())
                        .value("guard", method.isGuard())
                        .done());
            }
            classes.add(JsonObject.builder()
                    .value("name", patched.name())
                    .value("methods", methods)
                    .done());
        }
        return JsonObject.builder()
                .value("name", patch.name())
                .value("version", patch.version())
                .value("description", patch.description())
                .value("replaceSet", patch.set().name())
                .value("replace", patch.set().replaces())
                .value("digest", bundle.digest())
                .value("size", bundle.size())
                .value("classes", classes)
                .value("added", new JsonArray(patch.added()))
                .value("code", new JsonArray(patch.code().classes()))
                .value("probe", patch.code().probe().orElse(null))
                .value("callbacks", callbacks(patch))
                .value("states", states(patch))
                .value("javaReleases", patch.releases().toString())
                .done();
    }

    private static JsonArray callbacks(PatchDescriptor patch) {
        JsonArray callbacks = new JsonArray();
        patch.code()
                .callbacks()
                .classes()
                .forEach(each -> callbacks.add(JsonObject.builder()
                        .value("class", each.className())
                        .value("oncePerJvm", each.oncePerJvm())
                        .done()));
        return callbacks;
    }

    private static JsonArray states(PatchDescriptor patch) {
        JsonArray states = new JsonArray();
        patch.code()
                .callbacks()
                .states()
                .forEach(each -> states.add(JsonObject.builder()
                        .value("id", each.id())
                        .value("version", each.version())
                        .done()));
        return states;
    }
}
