package io.livepatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import java.io.EOFException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JvmsCommandTest {
    private final Tool tool = new Tool();

    @Test
    void jvms_agentPresent_showsItsPatches() {
        tool.engine.on(Command.Status.class, new Reply.StatusReply(Replies.status(Optional.empty())));

        Tool.Result result = tool.run("jvms");

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualToNormalizingNewlines("""
                        PID   JDK     AGENT  PATCHES      MAIN
                        4711  25.0.3  0.1.0  fix ENABLED  com.example.Shop
                        """);
    }

    @Test
    void jvms_json_hasOneEntryAJvm() {
        tool.engine.on(Command.Status.class, new Reply.StatusReply(Replies.status(Optional.empty())));

        JsonObject jvm = tool.run("jvms", "--json").json().getArray("jvms").getObject(0);

        assertThat(jvm.getLong("pid")).isEqualTo(Tool.PID);
        assertThat(jvm.getString("mainClass")).isEqualTo("com.example.Shop");
        assertThat(jvm.getString("version")).isEqualTo("25.0.3");
        assertThat(jvm.getBoolean("agent")).isTrue();
        assertThat(jvm.getString("agentVersion")).isEqualTo("0.1.0");
        assertThat(jvm.getArray("patches").getObject(0).getString("state")).isEqualTo("ENABLED");
    }

    @Test
    void jvms_oneThatHangs_isShownWithoutAnAnswer() {
        Tool.Result result = tool.run("jvms");

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("no answer");
    }

    @Test
    void jvms_oneThatMayNotBeAsked_saysWhy() {
        tool.engine.on(Command.Status.class, new AccessDeniedException("socket"));

        Tool.Result result = tool.run("jvms", "--json");

        assertThat(result.status()).isZero();
        assertThat(result.json().getArray("jvms").getObject(0).getString("problem"))
                .contains("belongs to");
    }

    @Test
    void jvms_oneThatEndsMeanwhile_isLeftOut() {
        tool.engine.on(Command.Status.class, command -> {
            tool.jvms.die();
            return List.of(new EOFException());
        });

        assertThat(tool.run("jvms", "--json").json().getArray("jvms")).isEmpty();
    }

    @Test
    void jvms_whatWasFound_isNotChanged() {
        tool.run("jvms");

        assertThat(tool.engine.received()).containsOnly(new Command.Status());
        assertThat(tool.installedIn).isEmpty();
    }
}
