package io.livepatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands about a JVM without an agent. None of these installs one. */
class NoAgentTest {
    private final Tool tool = new Tool();

    @BeforeEach
    void noAgent() {
        tool.engine.install(false);
    }

    @Test
    void status_showsAnEmptyState() {
        Tool.Result result = tool.run("status", Tool.PID, "--json");

        assertThat(result.status()).isZero();
        JsonObject json = result.json();
        assertThat(json.getObject("jvm").getLong("pid")).isEqualTo(Tool.PID);
        assertThat(json.getObject("jvm").getString("version")).isEqualTo("17.0.15");
        assertThat(json.getObject("jvm").getString("mainClass")).isEqualTo("com.example.Shop");
        assertThat(json.getObject("jvm").getString("agentVersion")).isEmpty();
        assertThat(json.has("transition")).isTrue();
        assertThat(json.get("transition")).isNull();
        assertThat(json.getArray("patches")).isEmpty();
        assertThat(json.getArray("history")).isEmpty();
        assertThat(tool.installedIn).isEmpty();
    }

    @Test
    void threads_showsNone() {
        Tool.Result result = tool.run("threads", Tool.PID, "--json");

        assertThat(result.status()).isZero();
        assertThat(result.json().getArray("threads")).isEmpty();
        assertThat(tool.installedIn).isEmpty();
    }

    @Test
    void wait_returnsAtOnce() {
        Tool.Result result = tool.run("wait", Tool.PID);

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEqualToNormalizingNewlines("no transition is running\n");
        assertThat(tool.installedIn).isEmpty();
    }

    @Test
    void jvms_saysNo() {
        Tool.Result result = tool.run("jvms");

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualToNormalizingNewlines("""
                        PID   JDK      AGENT  PATCHES  MAIN
                        4711  17.0.15  no     -        com.example.Shop
                        """);
        assertThat(tool.installedIn).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"enable", "disable", "remove"})
    void commandsAboutAPatch_areRefused(String command) {
        Tool.Result result = tool.run(command, Tool.PID, "fix", "--json");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo("NO_AGENT");
        assertThat(result.err()).contains("no patch is loaded in JVM 4711", "it has no livepatch agent");
        assertThat(tool.installedIn).isEmpty();
    }

    @Test
    void reverse_isRefused() {
        assertThat(tool.run("reverse", Tool.PID).status()).isEqualTo(1);
        assertThat(tool.installedIn).isEmpty();
    }
}
