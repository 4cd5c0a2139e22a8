package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A class ends up on the right side whenever and by whatever loader it is loaded. */
class ClassesLoadedAtAnyTimeIT {
    private static final String HOLDER = "lib.Holder";
    private static final String LATE = "lib.Late";

    private static final String[] SOURCES = {"""
        package lib;
        import io.livepatch.it.target.Gates;
        public class Holder {
            public static int version() { return VERSION; }
            public static int hold(String gate) {
                int before = VERSION;
                Gates.pass(gate);
                return 10 * before + Late.version();
            }
        }
        """, """
        package lib;
        public class Late {
            public static int version() { return VERSION; }
        }
        """};

    @EveryJdk
    void beforeDuringAndAfterTheTransitionEachInTwoLoaders(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, SOURCES);
        Livepatch tool = new Livepatch(jdk);
        Path bundle = Livepatch.build(versions, dir.resolve(PATCH + ".jar"));
        List<String> before = List.of("before1", "before2");
        List<String> during = List.of("during1", "during2");
        List<String> after = List.of("after1", "after2");
        try (TargetJvm target = TargetJvm.on(jdk, dir).start()) {
            before.forEach(loader -> target.loader(loader, versions.v1()));
            during.forEach(loader -> target.loader(loader, versions.v1()));
            after.forEach(loader -> target.loader(loader, versions.v1()));
            assertVersion(target, before, HOLDER, "0");
            target.startIn("before1", "sleeper", HOLDER, "hold", "gate");
            target.awaitEntered("gate");

            tool.run("apply", target.pid(), bundle, "--timeout", "1s").assertExit(4);
            // the request thread has moved, the sleeper has not
            assertVersion(target, before, HOLDER, "1");
            assertVersion(target, during, HOLDER, "1");
            assertVersion(target, during, LATE, "1");
            target.release("gate");
            assertThat(target.join("sleeper"))
                    .as("a class loaded by an unmoved thread while it is in old code")
                    .isEqualTo("0");
            tool.run("wait", target.pid()).assertExit(0);

            assertVersion(target, after, HOLDER, "1");
            assertVersion(target, after, LATE, "1");
            assertVersion(target, during, LATE, "1");
            assertVersion(target, before, LATE, "1");

            tool.run("disable", target.pid(), PATCH).assertExit(0);
            for (List<String> loaders : List.of(before, during, after)) {
                assertVersion(target, loaders, HOLDER, "0");
                assertVersion(target, loaders, LATE, "0");
            }
            target.loader("last", versions.v1());
            assertVersion(target, List.of("last"), LATE, "0");
        }
    }

    @EveryJdk
    void ofAnotherVersionInAnotherLoaderIsLeftAloneAndNamed(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, SOURCES);
        Path third = Compiler.compile(
                dir.resolve("v3"), List.of(), SOURCES[0].replace("VERSION", "7"), SOURCES[1].replace("VERSION", "7"));
        Livepatch tool = new Livepatch(jdk);
        Path bundle = Livepatch.build(versions, dir.resolve(PATCH + ".jar"));
        try (TargetJvm target = TargetJvm.on(jdk, dir).start()) {
            target.loader("matching", versions.v1());
            target.loader("other-version", third);
            assertVersion(target, List.of("matching"), LATE, "0");
            assertVersion(target, List.of("other-version"), LATE, "7");

            tool.run("apply", target.pid(), bundle)
                    .assertExit(0)
                    .assertSays("lib.Late")
                    .assertSays("other-version");
            assertVersion(target, List.of("matching"), LATE, "1");
            assertVersion(target, List.of("other-version"), LATE, "7");
        }
    }

    private static void assertVersion(TargetJvm target, List<String> loaders, String type, String version) {
        for (String loader : loaders) {
            assertThat(target.callIn(loader, type, "version"))
                    .as("%s in %s", type, loader)
                    .isEqualTo(version);
        }
    }
}
