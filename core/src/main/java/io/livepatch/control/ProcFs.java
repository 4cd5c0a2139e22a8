package io.livepatch.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code /proc} says of processes (proc(5)). Absent outside Linux. */
final class ProcFs {
    static final ProcFs SYSTEM = new ProcFs(Path.of("/proc"));

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final Path proc;

    ProcFs(Path proc) {
        this.proc = proc;
    }

    /**
     * A process.
     *
     * @param uid effective user id, as the reader sees it
     * @param innerPid the pid that the process itself sees: the last of {@code NSpid}
     */
    record JvmProcess(int uid, long innerPid) {}

    /** Whether this system has one. */
    boolean isPresent() {
        return Files.exists(proc.resolve("self/status"));
    }

    /** The root directory of a process, through which files of another mount namespace can be reached. */
    Path root(long pid) {
        return proc.resolve(pid + "/root");
    }

    /** Empty if there is no such process, or no {@code /proc}. */
    Optional<JvmProcess> process(String pid) throws IOException {
        String uid = null;
        String innerPid = pid;
        try {
            for (String line : Files.readAllLines(proc.resolve(pid + "/status"), StandardCharsets.ISO_8859_1)) {
                String[] words = BLANKS.split(line.trim(), -1);
                switch (words[0]) {
                    case "Uid:" -> uid = words[2];
                    case "Pid:" -> innerPid = words[1];
                    case "NSpid:" -> innerPid = words[words.length - 1];
                    default -> {
                        // of no interest here
                    }
                }
            }
        } catch (IOException e) {
            if (Files.notExists(proc.resolve(pid))) {
                return Optional.empty();
            }
            throw e;
        }
        if (uid == null) {
            throw new IOException(proc.resolve(pid + "/status") + " names no user");
        }
        return Optional.of(new JvmProcess(Integer.parseUnsignedInt(uid), Long.parseLong(innerPid)));
    }

    /** Identity of the pid namespace of a process, empty if it cannot be read. */
    String pidNamespace(String pid) {
        return namespace(pid, "pid");
    }

    private String namespace(String pid, String kind) {
        try {
            return Files.readSymbolicLink(proc.resolve(pid + "/ns/" + kind)).toString();
        } catch (IOException e) {
            // another user's process, or no /proc: the caller goes on without
            return "";
        }
    }
}
