package io.livepatch.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Where a command's words go: results to standard output, messages to standard error. */
final class Console {
    private static final String PREFIX = "livepatch: ";

    private final World world;
    private final boolean json;
    private final boolean quiet;

    Console(World world, OutputOptions options) {
        this(world, options.json, options.quiet);
    }

    Console(World world, boolean json, boolean quiet) {
        this.world = world;
        this.json = json;
        this.quiet = quiet;
    }

    boolean isJson() {
        return json;
    }

    Ansi colors() {
        return world.colors();
    }

    /** Text that is the result. Not in JSON mode. */
    void print(List<String> lines) {
        lines.forEach(world.out()::println);
    }

    /** The one document of JSON mode. In UTF-8 (RFC 8259), whatever the terminal has. */
    void document(JsonObject document) {
        byte[] bytes = (JsonWriter.string(document) + "\n").getBytes(StandardCharsets.UTF_8);
        world.out().write(bytes, 0, bytes.length);
        world.out().flush();
    }

    /** Something the operator may want to know. */
    void message(String text) {
        if (!quiet) {
            world.err().println(text);
        }
    }

    void warning(String text) {
        message(PREFIX + "warning: " + text);
    }

    /** What went wrong, in JSON mode also as the document. */
    void failure(CommandException failure) {
        error(failure.getMessage());
        if (json) {
            JsonObject document = new JsonObject();
            document.put("error", json(failure));
            document(document);
        }
    }

    /** What went wrong, on standard error also when quiet. */
    void error(String text) {
        world.err().println(PREFIX + text);
    }

    /** The member {@code error} of a document. */
    static JsonObject json(CommandException failure) {
        return JsonObject.builder()
                .value("kind", failure.kind())
                .value("text", failure.getMessage())
                .done();
    }

    /** One more line to an error. */
    void errorDetail(String text) {
        world.err().println("  " + text);
    }

    /** Shows how a build comes on. */
    ClassesBar classesBar() {
        return quiet || !world.bar() ? ClassesBar.NONE : new ClassesBarDisplay(world.err());
    }

    /** Shows how a transition comes on. */
    ProgressDisplay progress() {
        if (quiet) {
            return ProgressDisplay.NONE;
        }
        PrintStream err = world.err();
        return world.bar() ? new ProgressBarDisplay(err) : new ProgressLines(err, System::nanoTime);
    }
}
