package io.livepatch.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** What {@code /proc} tells of JVMs without disturbing them (proc(5)). */
final class JvmProcess {
    private static final String LIBRARY = "/libjvm.so";
    private static final String DISABLE_ATTACH = "DisableAttachMechanism";
    private static final int LEVELS_TO_HOME = 6;

    private final Path proc;

    JvmProcess(Path proc) {
        this.proc = proc;
    }

    /** Whether this system has a {@code /proc}. */
    boolean isPresent() {
        return Files.exists(proc.resolve("self/maps"));
    }

    /** All processes that are JVMs as far as this user may see. */
    List<Long> all() {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (isJvm(pid)) {
                    pids.add(pid);
                }
            }
        } catch (IOException e) {
            // no /proc: whoever asks has other means
            return List.of();
        }
        return pids;
    }

    private boolean isJvm(long pid) {
        try {
            return library(pid).isPresent();
        } catch (IOException e) {
            // another user's, or gone
            return false;
        }
    }

    /**
     * Path of the JVM library that the process has mapped, as the process sees it; empty if it has none and so is no JVM.
     *
     * @throws IOException if it may not be looked at, or there is no such process
     */
    Optional<String> library(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(proc.resolve(pid + "/maps"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(LIBRARY))
                    .map(line -> line.substring(line.indexOf('/')))
                    .findFirst();
        } catch (UncheckedIOException e) {
            // a process that ends while it is read
            throw e.getCause();
        }
    }

    /** The version of its JDK, which the file {@code release} in the JDK's home tells; empty if there is none. */
    Optional<String> version(long pid) {
        try {
            Optional<String> library = library(pid);
            return library.isEmpty() ? Optional.empty() : version(root(pid), library.get());
        } catch (IOException e) {
            // not ours to see, or gone: unknown
            return Optional.empty();
        }
    }

    private static Optional<String> version(Path root, String library) throws IOException {
        Path directory = Path.of(library).getParent();
        for (int i = 0; i < LEVELS_TO_HOME && directory != null; i++) {
            Path release = root.resolve(Path.of("/").relativize(directory.resolve("release")));
            try (var reader = Files.newBufferedReader(release, StandardCharsets.UTF_8)) {
                Properties properties = new Properties();
                properties.load(reader);
                return Optional.ofNullable(properties.getProperty("JAVA_VERSION"))
                        .map(version -> version.replace("\"", ""));
            } catch (NoSuchFileException e) {
                directory = directory.getParent();
            }
        }
        return Optional.empty();
    }

    /** The main class or JAR as its command line names it; empty if that does not tell. */
    Optional<String> mainClass(long pid) {
        return LaunchCommand.mainClass(commandLine(pid));
    }

    /** Whether the JVM was told on its command line not to let anybody attach. */
    boolean disablesAttach(long pid) {
        List<String> words = commandLine(pid);
        // the last one counts
        return words.lastIndexOf("-XX:+" + DISABLE_ATTACH) > words.lastIndexOf("-XX:-" + DISABLE_ATTACH);
    }

    private List<String> commandLine(long pid) {
        try {
            String words = Files.readString(proc.resolve(pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(words.split("\0", -1));
        } catch (IOException e) {
            // not to be seen
            return List.of();
        }
    }

    /** Whether the process is stopped, by a signal or a debugger, and so answers nobody. */
    boolean isStopped(long pid) {
        try (Stream<String> lines = Files.lines(proc.resolve(pid + "/status"), StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line ->
                    line.startsWith("State:") && line.toLowerCase(Locale.ROOT).contains("stop"));
        } catch (IOException | UncheckedIOException e) {
            // the attempt to talk to it will tell
            return false;
        }
    }

    /** Whether the process sees other files than this one does, as in a container. */
    boolean hasOtherFiles(long pid) throws IOException {
        return !mountNamespace("self").equals(mountNamespace(Long.toString(pid)));
    }

    private Path mountNamespace(String pid) throws IOException {
        return Files.readSymbolicLink(proc.resolve(pid + "/ns/mnt"));
    }

    /** The directory through which the files that a process sees can be reached. */
    Path root(long pid) {
        return proc.resolve(pid + "/root");
    }
}
