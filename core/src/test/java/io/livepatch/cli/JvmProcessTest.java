package io.livepatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmProcessTest {
    private static final long PID = 42;

    @TempDir
    Path proc;

    private JvmProcess processes;

    @BeforeEach
    void makeProcess() throws IOException {
        processes = new JvmProcess(proc);
        write("maps", """
                7f00-7f01 r-xp 00000000 08:01 1 /usr/lib/libc.so.6
                7f02-7f03 r-xp 00000000 08:01 2                   /opt/my jdk/lib/server/libjvm.so
                """);
    }

    private void write(String name, String content) throws IOException {
        Path file = proc.resolve(PID + "/" + name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    void library_mapped_isItsPath() throws IOException {
        assertThat(processes.library(PID)).contains("/opt/my jdk/lib/server/libjvm.so");
        assertThat(processes.all()).containsExactly(PID);
    }

    @Test
    void library_notMapped_isEmpty() throws IOException {
        write("maps", "7f00-7f01 r-xp 00000000 08:01 1 /usr/lib/libc.so.6\n");

        assertThat(processes.library(PID)).isEmpty();
        assertThat(processes.all()).isEmpty();
    }

    @Test
    void library_noProcess_fails() {
        assertThatThrownBy(() -> processes.library(43)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void version_releaseFileInTheJdksHome_tellsIt() throws IOException {
        write("root/opt/my jdk/release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.3\"\n");

        assertThat(processes.version(PID)).contains("25.0.3");
    }

    @Test
    void version_noReleaseFile_isUnknown() {
        assertThat(processes.version(PID)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-XX:+DisableAttachMechanism, true",
        "-XX:+DisableAttachMechanism -XX:-DisableAttachMechanism, false",
        "-Xmx1g, false"
    })
    void disablesAttach_lastWordCounts(String options, boolean expected) throws IOException {
        write("cmdline", "java\0" + options.replace(' ', '\0') + "\0Shop\0");

        assertThat(processes.disablesAttach(PID)).isEqualTo(expected);
        assertThat(processes.mainClass(PID)).contains("Shop");
    }

    @ParameterizedTest
    @CsvSource({"T (stopped), true", "t (tracing stop), true", "S (sleeping), false"})
    void isStopped_stateOfTheProcess_tellsIt(String state, boolean expected) throws IOException {
        write("status", "Name:\tjava\nState:\t" + state + "\n");

        assertThat(processes.isStopped(PID)).isEqualTo(expected);
    }

    @Test
    void hasOtherFiles_otherMountNamespace_isTrue() throws IOException {
        link("self", "mnt:[1]");
        link(Long.toString(PID), "mnt:[2]");

        assertThat(processes.hasOtherFiles(PID)).isTrue();
    }

    @Test
    void hasOtherFiles_sameMountNamespace_isFalse() throws IOException {
        link("self", "mnt:[1]");
        link(Long.toString(PID), "mnt:[1]");

        assertThat(processes.hasOtherFiles(PID)).isFalse();
    }

    private void link(String process, String namespace) throws IOException {
        Path link = proc.resolve(process + "/ns/mnt");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(namespace));
    }
}
