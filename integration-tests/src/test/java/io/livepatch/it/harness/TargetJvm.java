package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.livepatch.it.target.TargetMain;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A forked JVM that does what the test tells it. Closing it ends the process and checks that it ended well. */
public final class TargetJvm implements AutoCloseable {
    private static final Duration PATIENCE = Patience.seconds(90);
    private static final String PREFIX = TargetMain.REPLY + "\t";

    private final Path directory;
    private final Process process;
    private final PrintStream requests;
    private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
    private final OutputLines output;
    private final OutputLines errors;
    private boolean expectedToDie;

    TargetJvm(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        output = new OutputLines(process.getInputStream(), "stdout of " + process.pid(), this::takeReply);
        errors = new OutputLines(process.getErrorStream(), "stderr of " + process.pid(), line -> false);
        assertThat(reply("start")).isEqualTo("ready");
    }

    /** A target on a JDK, to be described further. */
    public static TargetLaunch on(Jdk jdk, Path directory) {
        return new TargetLaunch(jdk, directory);
    }

    public long pid() {
        return process.pid();
    }

    /** Calls a static method of a class of the class path on the target's main thread, and returns its result as text. */
    public String call(String type, String method, String... arguments) {
        return callIn("app", type, method, arguments);
    }

    /** The same for a class of the loader that {@link #loader} made. */
    public String callIn(String loader, String type, String method, String... arguments) {
        return ask(words("call", List.of(loader, type, method), arguments));
    }

    /** Starts a thread that calls a static method. */
    public void start(String thread, String type, String method, String... arguments) {
        startIn("app", thread, type, method, arguments);
    }

    /** The same for a class of another loader. */
    public void startIn(String loader, String thread, String type, String method, String... arguments) {
        ask(words("start", List.of(thread, loader, type, method), arguments));
    }

    /** Starts a virtual thread that calls a static method. */
    public void startVirtual(String thread, String type, String method, String... arguments) {
        ask(words("startVirtual", List.of(thread, "app", type, method), arguments));
    }

    /** Waits for the end of a started thread: what its method returned. */
    public String join(String thread) {
        return ask("join", thread);
    }

    /** Waits until a thread has come to the gate. */
    public void awaitEntered(String gate) {
        ask("entered", gate);
    }

    /** Opens a gate for good. */
    public void release(String gate) {
        ask("release", gate);
    }

    /** Makes a class loader whose parent is that of the application. */
    public void loader(String name, Path classes) {
        ask("loader", name, classes.toString());
    }

    /** Sends a request and returns the answer. */
    public String ask(String... words) {
        requests.println(String.join("\t", words));
        return reply(String.join(" ", words));
    }

    /** Kills the process as {@code kill -9} does. */
    public void kill() {
        expectedToDie = true;
        process.destroyForcibly();
    }

    /** What it printed on standard output so far, apart from answers to requests. */
    public List<String> output() {
        return output.lines();
    }

    /** What it printed on standard error so far. */
    public List<String> errors() {
        return errors.lines();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it lives, or how it ended, and what it printed: for the message of a test that fails. */
    public String describe() {
        String end = isAlive() ? ", alive" : ", ended with status " + process.exitValue();
        return "process " + process.pid() + end + "\n" + everything();
    }

    /** The same once its agent is gone, when it has ended or after a moment. */
    String describeEnd() {
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return describe();
    }

    private String reply(String request) {
        try {
            String reply = replies.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (reply == null) {
                return fail("no answer to '%s' from %s", request, describe());
            }
            String[] parts = reply.split("\t", 3);
            if (!parts[1].equals(TargetMain.OK)) {
                throw new TargetFailure(parts[2]);
            }
            return parts[2];
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError(
                    "interrupted while waiting for the answer to '" + request + "'\n" + everything(), e);
        }
    }

    private boolean takeReply(String line) {
        return line.startsWith(PREFIX) && replies.add(line);
    }

    private String everything() {
        return "stdout: " + output.lines() + "\nstderr: " + errors.lines() + "\n" + crashReports();
    }

    private String crashReports() {
        try (Stream<Path> files = Files.list(directory)) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("hs_err"))
                    .toList()) {
                text.append(file)
                        .append('\n')
                        .append(Files.readString(file).lines().limit(80).toList());
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        requests.close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                fail("the target did not end; " + everything());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        if (!expectedToDie) {
            assertThat(process.exitValue())
                    .as("target's exit status; %s", everything())
                    .isZero();
            assertThat(crashReports()).as("crash report of the target").isEmpty();
        }
    }

    private static String[] words(String verb, List<String> words, String... more) {
        return Stream.of(Stream.of(verb), words.stream(), Stream.of(more))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }
}
