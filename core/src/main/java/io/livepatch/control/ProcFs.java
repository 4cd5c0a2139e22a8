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

    private static final Pattern WHOLE_UID_MAP = Pattern.compile("\\s*0\\s+0\\s+4294967295\\s*");

    private final Path proc;

    ProcFs(Path proc) {
        this.proc = proc;
    }

    /**
     * A process.
     *
     * @param uid effective user id, as the reader sees it
     * @param innerUid the same as the process itself sees it, in its user namespace
     * @param innerPid the pid that the process itself sees: the last of {@code NSpid}
     */
    record JvmProcess(int uid, int innerUid, long innerPid) {}

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
        int seen = Integer.parseUnsignedInt(uid);
        return Optional.of(new JvmProcess(seen, innerUid(pid, seen), Long.parseLong(innerPid)));
    }

    /** Identity of the pid namespace of a process, empty if it cannot be read. */
    String pidNamespace(String pid) {
        return namespace(pid, "pid");
    }

    /** Whether users outside the user namespace of this process can have no number in it (user_namespaces(7)). */
    boolean hidesUsers() throws IOException {
        Path map = proc.resolve("self/uid_map");
        return Files.exists(map)
                && !WHOLE_UID_MAP.matcher(Files.readString(map)).matches();
    }

    /** The number in the user namespace of the process of what we see as {@code uid}. */
    private int innerUid(String pid, int uid) throws IOException {
        String theirs = namespace(pid, "user");
        if (theirs.isEmpty() || theirs.equals(namespace("self", "user"))) {
            return uid;
        }
        // lines of first number inside, first number as the reader sees it, length
        for (String line : Files.readAllLines(proc.resolve(pid + "/uid_map"), StandardCharsets.ISO_8859_1)) {
            String[] words = BLANKS.split(line.trim(), -1);
            long offset = Integer.toUnsignedLong(uid) - Long.parseLong(words[1]);
            if (offset >= 0 && offset < Long.parseLong(words[2])) {
                return (int) (Long.parseLong(words[0]) + offset);
            }
        }
        return uid;
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
