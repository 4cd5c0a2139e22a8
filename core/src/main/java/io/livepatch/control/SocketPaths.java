package io.livepatch.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * Where the control socket of a JVM is: {@code /tmp/.livepatch-jvm_UID/PID.sock}, with the effective user id and the pid that
 * the JVM itself sees, in a directory that only its user may enter.
 *
 * <p>From outside it is looked for through {@code /proc/PID/root}, so that a JVM in a container (other mount, pid or network
 * namespace) is found as well. Like HotSpot's own attach files it is always in {@code /tmp}, whatever {@code java.io.tmpdir}
 * says: both sides must agree without talking. Immutable.
 */
public final class SocketPaths {
    /** The longest path in bytes that fits into {@code sun_path} of unix(7) with its closing zero. */
    static final int MAX_PATH = 107;

    private static final SocketPaths SYSTEM = new SocketPaths(Path.of("/tmp"), ProcFs.SYSTEM);
    private static final int GROUP_AND_WORLD = 0077;

    private final Path tmp;
    private final ProcFs proc;

    SocketPaths(Path tmp, ProcFs proc) {
        this.tmp = tmp;
        this.proc = proc;
    }

    /** The paths of this system. */
    public static SocketPaths system() {
        return SYSTEM;
    }

    /**
     * The socket of this JVM. Its directory is made if missing.
     *
     * @throws IOException if the directory is a symbolic link, another user's or open to others, or the path is too long
     */
    public Path own() throws IOException {
        int uid = ownUid();
        Path directory = directory(tmp, uid);
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            // the usual case; whether it is a good one is checked next
        }
        checkDirectory(directory, uid);
        return checkLength(directory.resolve(fileName(ProcessHandle.current().pid())));
    }

    /**
     * The socket of another JVM, empty if there is none.
     *
     * @param pid as this process sees it
     * @throws AccessDeniedException if it may not be looked for
     * @throws IOException if its directory is a symbolic link, another user's or open to others
     */
    public Optional<Path> of(long pid) throws IOException {
        Optional<ProcFs.JvmProcess> process = proc.process(Long.toString(pid));
        if (process.isEmpty()) {
            return proc.isPresent() ? Optional.empty() : existing(tmp, ownUid(), ownUid(), pid);
        }
        ProcFs.JvmProcess jvm = process.get();
        try {
            return existing(inside(proc.root(pid)), jvm.innerUid(), jvm.uid(), jvm.innerPid());
        } catch (AccessDeniedException e) {
            // without the right to enter its root, which needs ptrace access (proc(5)), it can still be in our own
            Optional<Path> here =
                    jvm.innerPid() == pid ? existing(tmp, jvm.innerUid(), jvm.uid(), pid) : Optional.empty();
            if (here.isEmpty()) {
                throw e;
            }
            return here;
        }
    }

    private Path inside(Path root) {
        return root.resolve(tmp.getRoot().relativize(tmp));
    }

    private Optional<Path> existing(Path tmp, int uid, int owner, long pid) throws IOException {
        Path directory = directory(tmp, uid);
        try {
            checkDirectory(directory, owner);
            Path socket = directory.resolve(fileName(pid));
            Files.readAttributes(socket, "size", LinkOption.NOFOLLOW_LINKS);
            return Optional.of(checkLength(socket));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw denied(directory, owner, e);
        }
    }

    /** What the system says with one word, in full. */
    private AccessDeniedException denied(Path path, int owner, IOException cause) throws IOException {
        int own = ownUid();
        String reason = own == 0 || own == owner
                ? "the system does not let this process look into that one (ptrace access, proc(5)): run the tool beside it"
                : "that JVM belongs to user " + Integer.toUnsignedString(owner)
                        + ": run the tool as that user or as root";
        AccessDeniedException denied = new AccessDeniedException(path.toString(), null, reason);
        denied.initCause(cause);
        return denied;
    }

    private static Path directory(Path tmp, int uid) {
        return tmp.resolve(".livepatch-jvm_" + Integer.toUnsignedString(uid));
    }

    private static String fileName(long pid) {
        return pid + ".sock";
    }

    private static void checkDirectory(Path directory, int uid) throws IOException {
        Map<String, Object> attributes =
                Files.readAttributes(directory, "unix:uid,mode,isDirectory", LinkOption.NOFOLLOW_LINKS);
        if (!Boolean.TRUE.equals(attributes.get("isDirectory"))) {
            throw unsafe(directory, "it is not a directory, or a symbolic link to one");
        }
        int owner = (Integer) attributes.get("uid");
        if (owner != uid) {
            throw unsafe(directory, "it belongs to user " + owner + " and not to user " + uid);
        }
        if (((Integer) attributes.get("mode") & GROUP_AND_WORLD) != 0) {
            throw unsafe(directory, "others than its owner may enter it");
        }
    }

    private static FileSystemException unsafe(Path directory, String reason) {
        return new FileSystemException(
                directory.toString(),
                null,
                "not used for the control socket: " + reason + "; remove it as its owner or as root");
    }

    private static Path checkLength(Path socket) throws FileSystemException {
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_PATH) {
            throw new FileSystemException(
                    socket.toString(), null, "too long for a socket: " + length + " of at most " + MAX_PATH + " bytes");
        }
        return socket;
    }

    /** The effective user id of this process. */
    private int ownUid() throws IOException {
        Optional<ProcFs.JvmProcess> self = proc.process("self");
        if (self.isPresent()) {
            return self.get().uid();
        }
        // without /proc: whoever a new file belongs to
        Path probe = Files.createTempFile(tmp, ".livepatch-jvm", null);
        try {
            return (Integer) Files.getAttribute(probe, "unix:uid");
        } finally {
            Files.delete(probe);
        }
    }
}
