package io.livepatch.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketPathsTest {
    private static final long PID = 4711;

    @TempDir
    Path base;

    private Path tmp;
    private Path proc;
    private SocketPaths paths;
    private int uid;

    @BeforeEach
    void layOut() throws IOException {
        tmp = Files.createDirectory(base.resolve("t"));
        proc = Files.createDirectory(base.resolve("p"));
        paths = new SocketPaths(tmp, new ProcFs(proc));
        uid = (Integer) Files.getAttribute(base, "unix:uid");
    }

    @Test
    void own_withoutADirectory_makesOneForTheUserAlone() throws IOException {
        Path socket = paths.own();
        assertThat(socket)
                .isEqualTo(tmp.resolve(".livepatch-jvm_" + uid)
                        .resolve(ProcessHandle.current().pid() + ".sock"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                .isEqualTo("rwx------");
        assertThat(paths.own()).isEqualTo(socket);
        assertThat(tmp).isDirectoryContaining(path -> path.equals(socket.getParent()));
        try (var files = Files.list(tmp)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void own_directoryOpenToOthers_isRefused() throws IOException {
        Path directory = paths.own().getParent();
        for (String mode : new String[] {"rwxrwxrwx", "rwxr-x---", "rwx-----x"}) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
            assertThatThrownBy(paths::own)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("others than its owner");
        }
    }

    @Test
    void own_directoryThatIsALink_isRefused() throws IOException {
        Path elsewhere = Files.createDirectory(
                base.resolve("elsewhere"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(tmp.resolve(".livepatch-jvm_" + uid), elsewhere);
        assertThatThrownBy(paths::own).isInstanceOf(IOException.class).hasMessageContaining("symbolic link");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void own_directoryOfAnotherUser_isRefused() throws IOException {
        // as if this process were another user: the directory of that name is ours, not that user's
        int other = uid + 1;
        process("self", "Pid:\t1\nUid:\t0\t" + other + "\t0\t0");
        Files.createDirectory(
                tmp.resolve(".livepatch-jvm_" + other),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertThatThrownBy(paths::own)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("belongs to user " + uid + " and not to user " + other);
    }

    @Test
    void own_pathTooLongForASocket_isRefusedWithBothLengths() throws IOException {
        Path deep = Files.createDirectory(base.resolve("d".repeat(120)));
        assertThatThrownBy(() -> new SocketPaths(deep, new ProcFs(proc)).own())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too long for a socket")
                .hasMessageContaining("of at most 107 bytes");
    }

    @Test
    void of_jvmInAContainer_isFoundByItsInnerPidThroughItsRoot() throws IOException {
        process("self", "Pid:\t1\nUid:\t1\t1\t1\t1");
        Path inner = Files.createDirectories(process(PID, 7).resolve("root").resolve(relative(tmp)));
        Path socket = socketIn(inner, 7);
        assertThat(paths.of(PID)).contains(socket);
    }

    @Test
    void of_jvmInAUserNamespace_isFoundByItsInnerUser() throws IOException {
        namespace(process("self", "Pid:\t1\nUid:\t1\t1\t1\t1"), "user:[1]");
        Path process = process(PID, 7);
        namespace(process, "user:[2]");
        int outer = Math.max(0, uid - 2);
        int inner = 100 + uid - outer;
        Files.writeString(process.resolve("uid_map"), "0 900000 50\n       100  " + outer + "  10\n");
        Path tmpInside = Files.createDirectories(process.resolve("root").resolve(relative(tmp)));
        assertThat(paths.of(PID)).isEmpty();
        Path socket = socketIn(tmpInside, inner, 7);
        assertThat(paths.of(PID)).contains(socket);
    }

    @Test
    void of_jvmWithoutSocket_isEmpty() throws IOException {
        process("self", "Pid:\t1\nUid:\t1\t1\t1\t1");
        Path inner = Files.createDirectories(process(PID, 7).resolve("root").resolve(relative(tmp)));
        assertThat(paths.of(PID)).isEmpty();
        socketIn(inner, 8);
        assertThat(paths.of(PID)).isEmpty();
    }

    @Test
    void of_processThatIsGone_isEmpty() throws IOException {
        process("self", "Pid:\t1\nUid:\t1\t1\t1\t1");
        assertThat(paths.of(PID)).isEmpty();
    }

    @Test
    void of_directoryOpenToOthers_isRefused() throws IOException {
        process("self", "Pid:\t1\nUid:\t1\t1\t1\t1");
        Path inner = Files.createDirectories(process(PID, 7).resolve("root").resolve(relative(tmp)));
        Files.setPosixFilePermissions(socketIn(inner, 7).getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> paths.of(PID))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("others than its owner");
    }

    @Test
    void of_systemWithoutProc_looksBesideItsOwn() throws IOException {
        Path own = paths.own();
        Path other = Files.createFile(own.resolveSibling(PID + ".sock"));
        assertThat(paths.of(PID)).contains(other);
        assertThat(paths.of(PID + 1)).isEmpty();
    }

    @Test
    void system_ofThisJvm_agreesWithOwn() throws IOException {
        Path own = SocketPaths.system().own();
        assertThat(own.toString()).matches("/tmp/\\.livepatch-jvm_\\d+/\\d+\\.sock");
        boolean made = !Files.exists(own, LinkOption.NOFOLLOW_LINKS);
        if (made) {
            Files.createFile(own);
        }
        try {
            Path found = SocketPaths.system().of(ProcessHandle.current().pid()).orElseThrow();
            assertThat(Files.isSameFile(found, own)).isTrue();
        } finally {
            if (made) {
                Files.delete(own);
            }
        }
    }

    private Path process(long pid, long innerPid) throws IOException {
        return process(
                Long.toString(pid), "Name:\tja va\nUid:\t0\t" + uid + "\t0\t0\nNSpid:\t" + pid + "\t99\t" + innerPid);
    }

    private Path process(String pid, String status) throws IOException {
        Path directory = Files.createDirectory(proc.resolve(pid));
        Files.writeString(directory.resolve("status"), status + "\n");
        return directory;
    }

    private static void namespace(Path process, String name) throws IOException {
        Files.createSymbolicLink(Files.createDirectory(process.resolve("ns")).resolve("user"), Path.of(name));
    }

    private Path socketIn(Path innerTmp, long innerPid) throws IOException {
        return socketIn(innerTmp, uid, innerPid);
    }

    private static Path socketIn(Path innerTmp, int innerUid, long innerPid) throws IOException {
        Path directory = Files.createDirectory(
                innerTmp.resolve(".livepatch-jvm_" + innerUid),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.createFile(directory.resolve(innerPid + ".sock"));
    }

    private static Path relative(Path path) {
        return path.getRoot().relativize(path);
    }
}
