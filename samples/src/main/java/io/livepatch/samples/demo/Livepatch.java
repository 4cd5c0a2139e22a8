package io.livepatch.samples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the command line of livepatch.jar as an operator would. */
final class Livepatch {
    private static final long LIMIT_SECONDS = 60;

    private final Processes processes;
    private final String java;
    private final String jar;
    private int runs;

    /** Runs the tool on the JVM that runs the demo. */
    Livepatch(Processes processes, Path jar) {
        this.processes = processes;
        this.java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        this.jar = jar.toString();
    }

    /** A command as one would type it. */
    String line(List<String> arguments) {
        return "java -jar " + jar + " " + String.join(" ", arguments);
    }

    /** Starts a command and does not wait for it. */
    Running start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java, "-jar", jar));
        command.addAll(arguments);
        String name = "%02d-%s".formatted(++runs, arguments.get(0));
        return new Running(name, processes.start(name, command));
    }

    /** Runs a command to its end. */
    Result run(List<String> arguments) throws Exception {
        return start(arguments).await();
    }

    /** What {@code status --json} says about the service now. */
    Status status(long pid) throws Exception {
        Result result = run(List.of("status", Long.toString(pid), "--json"));
        result.check(0);
        return Status.parse(result.out());
    }

    /** A command that was started. */
    final class Running {
        private final String name;
        private final Process process;

        private Running(String name, Process process) {
            this.name = name;
            this.process = process;
        }

        boolean isAlive() {
            return process.isAlive();
        }

        /** Its name, and what it has printed so far. */
        @Override
        public String toString() {
            try {
                return name + (isAlive() ? ", running\n" : ", ended\n") + Files.readString(processes.errors(name));
            } catch (IOException e) {
                return name + ": " + e;
            }
        }

        Result await() throws CheckFailed, IOException, InterruptedException {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new CheckFailed("livepatch " + name + " did not end within " + LIMIT_SECONDS + " s");
            }
            return new Result(
                    name,
                    process.exitValue(),
                    Files.readString(processes.output(name)),
                    Files.readString(processes.errors(name)));
        }
    }

    /**
     * How a command ended.
     *
     * @param out standard output
     * @param err standard error
     */
    record Result(String name, int exit, String out, String err) {
        void check(int expected) throws CheckFailed {
            CheckFailed.unless(
                    exit == expected,
                    "livepatch " + name + " to end with exit status " + expected,
                    "exit status " + exit + "\n" + printed());
        }

        /** Both outputs, one after the other. */
        String printed() {
            return out + err;
        }
    }
}
