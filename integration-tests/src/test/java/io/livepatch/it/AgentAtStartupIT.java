package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The agent on the command line of the JVM, with and without a directory of bundles. */
class AgentAtStartupIT {
    private static final String TEST_AGENT = "io.livepatch.it.target.TestAgent";
    private static final String SOURCE = """
            package lib;
            public class Thing {
                public static int version() { return VERSION; }
            }
            """;

    @EveryJdk
    void withoutAPatchIsSilentAndChangesNothingAndKeepsOneThread(Jdk jdk, @TempDir Path dir) {
        List<String> without;
        try (TargetJvm target = TargetJvm.on(jdk, dir).testAgent().start()) {
            without = threads(target);
        }
        try (TargetJvm target = TargetJvm.on(jdk, dir).testAgent().agent("").start()) {
            Livepatch tool = new Livepatch(jdk);
            assertThat(tool.status(target).json().getObject("jvm").getString("agentVersion"))
                    .as("the agent is there and answers")
                    .isNotEmpty();
            assertThat(target.call(TEST_AGENT, "changes"))
                    .as("classes retransformed")
                    .isEqualTo("0");
            List<String> ours = new ArrayList<>(threads(target));
            without.forEach(ours::remove);
            assertThat(ours)
                    .as("threads of the agent")
                    .hasSizeLessThanOrEqualTo(1)
                    .allMatch(t -> t.endsWith("(daemon)"));
            assertThat(target.call(TEST_AGENT, "retransform", TEST_AGENT))
                    .as("a retransformation that the observer sees")
                    .isEqualTo("1");
            assertThat(target.output()).isEmpty();
            assertThat(target.errors()).isEmpty();
        }
    }

    private static List<String> threads(TargetJvm target) {
        return List.of(target.ask("threads").split(","));
    }

    @EveryJdk
    void appliesTheBundlesOfItsDirectoryBeforeMainRunsAndSkipsWhatFails(Jdk jdk, @TempDir Path dir) throws Exception {
        Versions versions = Versions.of(dir, SOURCE);
        Versions others = Versions.of(dir.resolve("other"), SOURCE.replace("Thing", "Other"));
        Livepatch tool = new Livepatch(jdk);
        Path bundles = Files.createDirectory(dir.resolve("bundles"));
        Files.writeString(bundles.resolve("a-broken.jar"), "no bundle");
        Livepatch.build(versions, bundles.resolve("b-good.jar"));
        Livepatch.build(others, bundles.resolve("c-good.jar"));
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .with(versions.v1())
                .with(others.v1())
                .agent("patches=" + bundles)
                .start()) {
            assertThat(target.call("lib.Thing", "version")).isEqualTo("1");
            assertThat(target.call("lib.Other", "version")).isEqualTo("1");
            assertThat(target.output()).isEmpty();
            assertThat(target.errors()).singleElement().asString().contains("a-broken.jar");
            assertThat(tool.status(target).stateOf("b-good")).isEqualTo("ENABLED");
            assertThat(tool.status(target).stateOf("c-good")).isEqualTo("ENABLED");
            tool.run("disable", target.pid(), "b-good").assertExit(0);
            assertThat(target.call("lib.Thing", "version")).isEqualTo("0");
            assertThat(target.call("lib.Other", "version")).isEqualTo("1");
        }
    }

    @EveryJdk
    void saysWhatIsWrongWithItsOptionsAndLetsTheApplicationStart(Jdk jdk, @TempDir Path dir) {
        Path v1 = Compiler.compile(dir.resolve("v1"), List.of(), SOURCE.replace("VERSION", "0"));
        for (String wrong : List.of("colour=blue", "patches=" + dir.resolve("missing"), "watch=perhaps")) {
            try (TargetJvm target = TargetJvm.on(jdk, dir).with(v1).agent(wrong).start()) {
                assertThat(target.call("lib.Thing", "version")).isEqualTo("0");
                assertThat(String.join("\n", target.errors()))
                        .as("about %s", wrong)
                        .contains(wrong.substring(0, wrong.indexOf('=')));
                assertThat(target.output()).isEmpty();
            }
        }
    }
}
