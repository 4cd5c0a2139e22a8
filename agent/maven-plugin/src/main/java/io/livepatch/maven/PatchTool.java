package io.livepatch.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;

/** The command line of {@code livepatch.jar}, a process for each command. */
record PatchTool(Path java, Path jar, int timeoutSeconds) {
    /** Runs a command that waits for a transition. */
    void run(String... arguments) throws IOException, MojoFailureException {
        List<String> command = new ArrayList<>(List.of(java.toString(), "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--timeout", timeoutSeconds + "s"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new MojoFailureException("livepatch " + String.join(" ", arguments) + " has failed (exit status "
                        + status + "): " + said);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + arguments[0] + " ran", e);
        }
    }
}
