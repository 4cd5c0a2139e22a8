package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that runs. */
public final class Running {
    private static final Duration PATIENCE = Patience.seconds(120);

    private final List<String> arguments;
    private final Process process;
    private final OutputLines output;
    private final OutputLines errors;

    Running(List<String> arguments, Process process) {
        this.arguments = List.copyOf(arguments);
        this.process = process;
        output = new OutputLines(process.getInputStream(), "stdout of the tool", line -> false);
        errors = new OutputLines(process.getErrorStream(), "stderr of the tool", line -> false);
    }

    /** Kills the tool as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end. */
    public Outcome outcome() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return fail("%s did not end; stdout: %s; stderr: %s", arguments, output.lines(), errors.lines());
            }
            return new Outcome(
                    arguments,
                    process.exitValue(),
                    String.join("\n", output.awaitAll()),
                    String.join("\n", errors.awaitAll()));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError(arguments + " was interrupted", e);
        }
    }
}
