package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** How a process ended that is no command of the tool, and what it wrote to both of its streams. */
public record LoggedProcess(int exit, String output) {
    /** Runs it to its end, which comes within so many seconds or is made, for what it started as well. */
    public static LoggedProcess run(ProcessBuilder builder, Path log, long seconds)
            throws IOException, InterruptedException {
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
                    .as("%s ended", builder.command().get(0))
                    .isTrue();
            return new LoggedProcess(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
