package io.livepatch.samples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The processes the demo starts; however it ends, none outlives it. Thread-safe. */
final class Processes implements AutoCloseable {
    private final Path logs;
    private final Queue<Process> started = new ConcurrentLinkedQueue<>();

    /**
     * Has its processes ended also when the demo itself is told to end, by Ctrl-C for instance.
     *
     * @param logs directory for what the processes print; made if there is none
     */
    Processes(Path logs) throws IOException {
        this.logs = Files.createDirectories(logs);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end of the demo's processes"));
    }

    /** Starts one whose standard output goes to {@code NAME.out} and standard error to {@code NAME.err}. */
    Process start(String name, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(output(name).toFile())
                .redirectError(errors(name).toFile())
                .start();
        started.add(process);
        return process;
    }

    Path output(String name) {
        return logs.resolve(name + ".out");
    }

    Path errors(String name) {
        return logs.resolve(name + ".err");
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
    }
}
