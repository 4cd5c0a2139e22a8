package io.livepatch.samples.demo;

import io.livepatch.samples.service.ReportService;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The service, in a JVM of its own.
 *
 * @param pid process id
 * @param javaVersion of its JVM
 * @param address where it answers
 */
record ServiceProcess(long pid, String javaVersion, URI address) {
    private static final Pattern LISTENING = Pattern.compile("Java (\\S+), listening on port (\\d+)");

    /**
     * Starts the service with the vulnerable library and waits until it listens.
     *
     * @param java the launcher of the JVM to use
     * @param target build directory of the samples
     */
    static ServiceProcess start(Processes processes, String java, Path target) throws Exception {
        String classPath =
                target.resolve("classes") + File.pathSeparator + target.resolve("lib") + File.separator + "*";
        Process process =
                processes.start("service", List.of(java, "-Xmx256m", "-cp", classPath, ReportService.class.getName()));
        MatchResult listening = Poll.until("the service to listen", () -> {
            CheckFailed.unless(process.isAlive(), "a running service", Files.readString(processes.errors("service")));
            return listening(processes.output("service"));
        });
        return new ServiceProcess(
                process.pid(), listening.group(1), URI.create("http://127.0.0.1:" + listening.group(2)));
    }

    /** The process id as the command line takes it. */
    String id() {
        return Long.toString(pid);
    }

    private static Optional<MatchResult> listening(Path output) throws IOException {
        Matcher matcher = LISTENING.matcher(Files.readString(output));
        return matcher.find() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
    }
}
