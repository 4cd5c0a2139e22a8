package io.livepatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The JVMs of the machine that runs the test. */
class LocalJvmsTest {
    private final Jvms jvms = new LocalJvms(new JvmProcess(Path.of("/proc")));

    private String kindOf(long pid) {
        return catchThrowableOfType(CommandException.class, () -> jvms.get(pid)).kind();
    }

    @Test
    void get_ownProcess_isTheToolItself() {
        assertThat(kindOf(ProcessHandle.current().pid())).isEqualTo("OWN_JVM");
    }

    @Test
    void get_noProcess_isNone() {
        assertThat(kindOf(Integer.MAX_VALUE)).isEqualTo("NO_SUCH_JVM");
    }

    @Test
    void get_processWithoutJvm_isNone() throws IOException {
        Process cat = new ProcessBuilder("cat").start();
        try {
            assertThat(kindOf(cat.pid())).isEqualTo("NOT_A_JVM");
            assertThat(cat.isAlive()).isTrue();
        } finally {
            cat.destroy();
        }
    }

    @Test
    void list_own_isNotInIt() throws CommandException {
        assertThat(jvms.list())
                .extracting(RunningJvm::pid)
                .doesNotContain(ProcessHandle.current().pid());
    }
}
