package io.livepatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    private final Tool tool = new Tool();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "aply",
                "apply",
                "apply 4711",
                "status",
                "status 4711 fix more",
                "wait 4711 --timeout",
                "wait 4711 --timeout 5x",
                "wait 4711 --timeout -5s",
                "wait 4711 --timeout 1.5s",
                "wait 4711 --on-timeout reverse",
                "disable 4711 fix --no-wait --on-timeout force",
                "enable 4711 fix --on-timeout later",
                "disable 4711 fix --no-wait --on-timeout reverse",
                "build old new",
                "check 4711 fix.jar",
                "force",
                "signal 4711 worker-1",
                "sync 4711 dir",
                "doctor 4711",
                "jvms --nonsense"
            })
    void wrongUsage_returns2AndSaysWhereHelpIs(String line) {
        Tool.Result result = tool.run((Object[]) words(line));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("livepatch: ").contains("Try 'livepatch");
        assertThat(tool.engine.received()).isEmpty();
    }

    private static String[] words(String line) {
        return Arrays.stream(line.split(" ")).filter(word -> !word.isEmpty()).toArray(String[]::new);
    }

    @Test
    void wrongUsage_inJson_isADocument() {
        Tool.Result result = tool.run("status", "--json");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo("USAGE");
        assertThat(result.json().getObject("error").getString("text")).contains("PID");
    }

    @Test
    void misspeltCommand_isGuessed() {
        assertThat(tool.run("statsu", Tool.PID).err()).contains("Did you mean", "livepatch status");
    }

    @Test
    void misspeltOption_isGuessed() {
        assertThat(tool.run("wait", Tool.PID, "--timout", "5s").err()).contains("--timeout");
    }

    static Stream<String> commands() {
        return Stream.of(
                "jvms", "build", "inspect", "apply", "disable", "enable", "remove", "reverse", "status", "threads",
                "wait");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_ofEachCommand_isOnStandardOutput(String command) {
        Tool.Result help = tool.run("help", command);
        Tool.Result option = tool.run(command, "--help");

        assertThat(help.status()).isZero();
        assertThat(help.out()).startsWith("Usage: livepatch " + command).contains("--json", "--quiet");
        assertThat(option.out()).isEqualTo(help.out());
        assertThat(help.err()).isEmpty();
    }

    @Test
    void help_listsCommandsAndExitStatus() {
        Tool.Result result = tool.run("--help");

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("Exit status:", "6   no such JVM");
        commands().forEach(command -> assertThat(result.out()).contains("  " + command + " "));
    }

    @Test
    void version_namesToolAndJava() {
        Tool.Result result = tool.run("--version");

        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("livepatch ").contains("Java " + Runtime.version());
    }

    @Test
    void completion_isAScript() {
        Tool.Result result = tool.run("generate-completion");

        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("#!/usr/bin/env bash").contains("--on-timeout");
    }
}
