package io.livepatch.cli;

import static io.livepatch.model.Direction.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyCommandTest {
    @TempDir
    Path directory;

    private final Tool tool = new Tool();
    private Path bundle;

    @BeforeEach
    void build() {
        bundle = Bundles.bundle(directory);
    }

    @Test
    void apply_agentPresent_sendsTheBundleAndInstallsNothing() throws IOException {
        tool.engine
                .on(Command.Apply.class, Replies.started(PATCH))
                .on(Command.Watch.class, Replies.ended(PATCH, false));

        Tool.Result result = tool.run("apply", Tool.PID, bundle);

        assertThat(result.status()).isZero();
        assertThat(tool.installedIn).isEmpty();
        assertThat(tool.engine.received(Command.Apply.class))
                .containsExactly(new Command.Apply(bundle.toString(), ByteBuffer.wrap(Files.readAllBytes(bundle))));
    }

    @Test
    void apply_noAgent_installsItOnceAndGoesOn() {
        tool.engine.install(false);
        tool.engine
                .on(Command.Apply.class, Replies.started(PATCH))
                .on(Command.Watch.class, Replies.ended(PATCH, false));

        Tool.Result result = tool.run("apply", Tool.PID, bundle);

        assertThat(result.status()).isZero();
        assertThat(tool.installedIn).extracting(RunningJvm::pid).containsExactly(Tool.PID);
        assertThat(result.err()).startsWith("installing the agent in JVM 4711 (com.example.Shop)");
    }

    @Test
    void apply_agentCannotBeInstalled_returns6() {
        tool.engine.install(false);
        tool.installer(jvm -> {
            throw AttachFailure.attachDisabled(jvm, null);
        });

        Tool.Result result = tool.run("apply", Tool.PID, bundle, "--json");

        assertThat(result.status()).isEqualTo(6);
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo("ATTACH_DISABLED");
        assertThat(result.err()).contains("-XX:+DisableAttachMechanism", "-javaagent:livepatch.jar");
    }

    @Test
    void apply_runsTheNewVersionAlready_returns0AndSaysSo() {
        String text = "this JVM runs the new version already; nothing was done";
        tool.engine.on(Command.Apply.class, new Reply.Unchanged("fix", Optional.empty(), text));

        Tool.Result result = tool.run("apply", Tool.PID, bundle, "--json");

        assertThat(result.status()).isZero();
        assertThat(result.json().isNull("state"))
                .as("state of a patch that is not loaded")
                .isTrue();
        assertThat(result.err()).contains(text);
    }

    @Test
    void apply_missingFile_returns2AndAsksNobody() {
        Tool.Result result = tool.run("apply", Tool.PID, directory.resolve("nope.jar"));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("there is no file", "nope.jar");
        assertThat(tool.engine.received()).isEmpty();
    }

    @Test
    void apply_noBundle_returns1WithoutTouchingTheJvm() throws IOException {
        tool.engine.install(false);
        Path garbage = Files.writeString(directory.resolve("garbage.jar"), "no bundle at all");

        Tool.Result result = tool.run("apply", Tool.PID, garbage, "--json");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo("BAD_BUNDLE");
        assertThat(tool.installedIn).isEmpty();
    }

    @Test
    void apply_noSuchJvm_returns6() {
        Tool.Result result = tool.run("apply", 1, bundle);

        assertThat(result.status()).isEqualTo(6);
        assertThat(result.err()).contains("there is no process 1");
    }
}
