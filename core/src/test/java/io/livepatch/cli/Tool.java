package io.livepatch.cli;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** The tool as a test runs it: in this JVM, without a terminal, against JVMs that do not exist. */
final class Tool {
    static final long PID = 4711;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final FakeJvms jvms = new FakeJvms().with(PID, "com.example.Shop");
    final FakeEngine engine = new FakeEngine();
    final List<RunningJvm> installedIn = new ArrayList<>();
    private AgentInstaller installer = jvm -> {
        installedIn.add(jvm);
        engine.install(true);
    };

    void installer(AgentInstaller other) {
        installer = other;
    }

    /** What a command left behind. */
    record Result(int status, String out, String err) {
        /** The one document on standard output. */
        JsonObject json() {
            try {
                return JsonParser.object().from(out);
            } catch (JsonParserException e) {
                throw new AssertionError("not one JSON document: " + out, e);
            }
        }
    }

    Result run(Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        World world = new World(stream(out), stream(err), Ansi.OFF, false, jvms, engine, jvm -> installer.install(jvm));
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        int status = assertTimeoutPreemptively(
                PATIENCE, () -> CommandLineFactory.create(world, words).execute(words));
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
