package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A patch is not reported applied while its probe still shows the old behaviour. */
class ProbeIT {
    private static final String[] LIBRARY = {"""
        package lib;
        public class Filter {
            public static boolean accepts(String name) { return VERSION == 0 || !name.startsWith("evil"); }
            public static String accepted(String name) { return String.valueOf(accepts(name)); }
        }
        """};

    private static final String PROBE = """
        package probes;
        public class %s {
            public static boolean vulnerable() throws Exception { return %s; }
        }
        class Names { static String evil() { return "evil.Class"; } }
        """;

    private static Path build(Versions versions, Path dir, String name, String expression, Object... more) {
        Path probes = Compiler.compile(
                dir.resolve("probe-" + name),
                List.of("-cp", versions.v1().toString()),
                PROBE.formatted(name, expression));
        List<Object> options = new ArrayList<>(List.of("--probe", "probes." + name, "--classpath", probes));
        options.addAll(List.of(more));
        return Livepatch.build(versions, dir.resolve(name + ".jar"), options.toArray());
    }

    @EveryJdk
    void saysWhetherTheFixIsInForce(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, LIBRARY);
        Livepatch tool = new Livepatch(jdk);
        Path bundle = build(versions, dir, PATCH, "lib.Filter.accepts(Names.evil())");
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(versions.v1()).start()) {
            target.call("lib.Filter", "accepted", "evil");

            tool.run("apply", target.pid(), bundle).assertExit(0).assertSays("its probe says FIXED in loader app");
            tool.run("probe", target.pid(), PATCH).assertExit(0).assertSays("FIXED in loader app");
            tool.run("disable", target.pid(), PATCH).assertExit(0);
            tool.run("probe", target.pid(), PATCH).assertExit(1).assertSays("VULNERABLE in loader app");
            JsonObject enabled = tool.run("enable", target.pid(), PATCH, "--json")
                    .assertExit(0)
                    .json();
            assertThat(enabled.getArray("probe").getObject(0).getString("verdict"))
                    .isEqualTo("FIXED");
            assertThat(tool.status(target).stateOf(PATCH)).isEqualTo("ENABLED");
        }
    }

    @EveryJdk
    void aPatchWhoseProbeIsNotContentIsTakenOutAgain(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, LIBRARY);
        Livepatch tool = new Livepatch(jdk);
        Path vulnerable = build(versions, dir, "Vulnerable", "lib.Filter.accepts(\"other\")");
        Path failing = build(versions, dir, "Failing", "Boolean.parseBoolean(java.util.List.of(\"a\").get(1))");
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(versions.v1()).start()) {
            target.call("lib.Filter", "accepted", "evil");

            tool.run("apply", target.pid(), vulnerable)
                    .assertExit(1)
                    .assertSays("its probe says VULNERABLE in loader app; patch Vulnerable is DISABLED again");
            assertThat(target.call("lib.Filter", "accepted", "evil")).isEqualTo("true");
            JsonObject failed = tool.run("apply", target.pid(), failing, "--json")
                    .assertExit(1)
                    .json();
            assertThat(failed.getString("state")).isEqualTo("DISABLED");
            assertThat(failed.getArray("probe").getObject(0).getString("text")).contains("IndexOutOfBoundsException");
            assertThat(failed.getObject("error").getString("kind")).isEqualTo("PROBE_FAILED");

            tool.run("enable", target.pid(), "Vulnerable", "--no-probe").assertExit(0);
            assertThat(target.call("lib.Filter", "accepted", "evil")).isEqualTo("false");
        }
    }

    @EveryJdk
    void whatItHadReplacedComesBackWithIt(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, LIBRARY);
        Livepatch tool = new Livepatch(jdk);
        Path before = Livepatch.build(versions, dir.resolve("before.jar"), "--set", "fixes");
        Path condemned = build(versions, dir, "Condemned", "true", "--replace", "fixes");
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(versions.v1()).start()) {
            target.call("lib.Filter", "accepted", "evil");
            tool.run("apply", target.pid(), before).assertExit(0);

            tool.run("apply", target.pid(), condemned)
                    .assertExit(1)
                    .assertSays("patch before, which it had replaced, is ENABLED again");

            assertThat(tool.status(target).stateOf("before")).isEqualTo("ENABLED");
            assertThat(tool.status(target).stateOf("Condemned")).isEqualTo("DISABLED");
            assertThat(target.call("lib.Filter", "accepted", "evil")).isEqualTo("false");
        }
    }

    @EveryJdk
    void isAskedInEveryLoaderThatHasThePatchedClasses(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, LIBRARY);
        Livepatch tool = new Livepatch(jdk);
        Path bundle = build(versions, dir, PATCH, "lib.Filter.accepts(Names.evil())");
        try (TargetJvm target = TargetJvm.on(jdk, dir).start()) {
            tool.run("apply", target.pid(), bundle).assertExit(0).assertSays("its probe was not asked");
            tool.run("disable", target.pid(), PATCH).assertExit(0);
            target.loader("first", versions.v1());
            target.loader("second", versions.v1());
            target.callIn("first", "lib.Filter", "accepted", "evil");
            target.callIn("second", "lib.Filter", "accepted", "evil");

            JsonObject enabled = tool.run("enable", target.pid(), PATCH, "--json")
                    .assertExit(0)
                    .json();

            assertThat(enabled.getArray("probe"))
                    .extracting(each -> ((JsonObject) each).getString("loader"))
                    .containsExactlyInAnyOrder("first", "second");
        }
    }
}
