package io.livepatch.maven;

import io.livepatch.maven.target.ProbeMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A JVM that runs the old version of the library and asks the probe when told to. Closing it ends the process. */
final class ProbedJvm implements AutoCloseable {
    private final Process process;
    private final PrintStream requests;
    private final BufferedReader answers;
    private final int timeoutSeconds;

    private ProbedJvm(Process process, int timeoutSeconds) {
        this.process = process;
        this.timeoutSeconds = timeoutSeconds;
        requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ProbedJvm start(Path java, String classPath, String probe, int timeoutSeconds) throws IOException {
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-XX:+EnableDynamicAgentLoading",
                        "-cp",
                        classPath,
                        ProbeMain.class.getName(),
                        probe)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new ProbedJvm(process, timeoutSeconds);
    }

    /** Where {@link ProbeMain} is. */
    static Path ownJar() {
        try {
            return Path.of(ProbeMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** What the probe says now. */
    String ask() throws IOException {
        requests.println("probe");
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(this::answer);
        try {
            return answer.get(timeoutSeconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the probe has not answered within " + timeoutSeconds + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("the probe cannot be asked: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the probe ran", e);
        }
    }

    /** The application's own output is among the answers. */
    private String answer() {
        return answers.lines()
                .filter(line -> line.startsWith(ProbeMain.ANSWER))
                .map(line -> line.substring(ProbeMain.ANSWER.length()))
                .findFirst()
                .orElse("nothing: the JVM has ended");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
