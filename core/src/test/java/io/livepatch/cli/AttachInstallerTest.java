package io.livepatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why an agent cannot be installed, each with a sentence of its own. */
class AttachInstallerTest {
    private static final RunningJvm JVM = new RunningJvm(42, "Shop", "17.0.15");

    @TempDir
    Path proc;

    private CommandException failure(RunningJvm jvm, Optional<Path> jar) {
        return catchThrowableOfType(
                CommandException.class, () -> new AttachInstaller(jar, new JvmProcess(proc)).install(jvm));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_402", "11.0.22", "16"})
    void install_oldJava_isRefusedBeforeItIsTouched(String version) {
        CommandException failure = failure(new RunningJvm(42, "Shop", version), Optional.of(Path.of("livepatch.jar")));

        assertThat(failure.kind()).isEqualTo("TOO_OLD");
        assertThat(failure.status()).isEqualTo(ExitStatus.UNREACHABLE);
        assertThat(failure).hasMessageContaining(version).hasMessageContaining("Java 17 or later");
    }

    @Test
    void install_notRunFromTheJar_isRefused() {
        assertThat(failure(JVM, Optional.empty()).kind()).isEqualTo("AGENT_FAILED");
    }

    @Test
    void install_attachDisabled_isRefusedBeforeItIsTouched() throws IOException {
        Files.createDirectories(proc.resolve("42"));
        Files.writeString(proc.resolve("42/cmdline"), "java\0-XX:+DisableAttachMechanism\0Shop\0");

        assertThat(failure(JVM, Optional.of(Path.of("livepatch.jar"))).kind()).isEqualTo("ATTACH_DISABLED");
    }

    @Test
    void install_stoppedJvm_isRefusedBeforeItIsTouched() throws IOException {
        Files.createDirectories(proc.resolve("42"));
        Files.writeString(proc.resolve("42/status"), "State:\tT (stopped)\n");

        assertThat(failure(JVM, Optional.of(Path.of("livepatch.jar")))).hasMessageContaining("is stopped");
    }

    @ParameterizedTest
    @CsvSource({
        "Failed to load agent library: Dynamic agent loading is not enabled., AGENT_LOADING_DISABLED, -XX:+EnableDynamicAgentLoading",
        "The VM does not support the attach mechanism, ATTACH_DISABLED, -javaagent:livepatch.jar",
        "Operation not permitted, OTHER_USER, as that user or as root",
        "well-known file /tmp/.java_pid42 is not secure, OTHER_USER, as that user or as root",
        "No such process, JVM_GONE, ended",
        "target process 42 doesn't respond within 10500ms, ATTACH_FAILED, does not answer",
        "Agent JAR not found or no Agent-Class attribute, AGENT_FAILED, cannot read the agent's JAR",
        "Failed to load agent library: Module java.instrument not found, AGENT_FAILED, java.instrument",
        "something new, ATTACH_FAILED, something new"
    })
    void explain_textOfTheJdk_becomesASentenceWithTheFix(String text, String kind, String fix) {
        Exception wrapped = new IllegalStateException("wrapped", new IOException(text));

        CommandException failure = AttachFailure.explain(JVM, wrapped);

        assertThat(failure.status()).isEqualTo(ExitStatus.UNREACHABLE);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining(fix);
    }
}
