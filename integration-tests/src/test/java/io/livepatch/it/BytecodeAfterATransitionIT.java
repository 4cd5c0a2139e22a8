package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.ClassFile;
import io.livepatch.it.harness.Debugger;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.Sources;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** After a transition the code of each method is exactly that of one version: no stub, no trace of the other. */
class BytecodeAfterATransitionIT {
    private static final String HOLDER = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Holder {
                public static int hold(String gate) { Gates.pass(gate); return VERSION; }
            }
            """;

    @EveryJdk
    void isThatOfTheFixAndAfterADisableThatOfTheOriginal(Jdk jdk, @TempDir Path dir) throws Exception {
        String[] kinds = Sources.in("kinds");
        String[] sources = Arrays.copyOf(kinds, kinds.length + 1);
        sources[kinds.length] = HOLDER;
        Versions versions = Versions.of(dir, sources);
        List<String> types = types(versions.v1());
        try (Scenario it = Scenario.start(jdk, dir, launch -> launch.options(Debugger.OPTION), versions)) {
            it.target().call("lib.Probe", "all");
            Debugger debugger = new Debugger(it.target());
            it.target().start("holder", "lib.Holder", "hold", "gate");
            it.target().awaitEntered("gate");
            assertCode(debugger, types, versions.v1());

            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("holder");
            assertThat(debugger.code(List.of("lib.Kinds")))
                    .as("code in transition, with both bodies")
                    .isNotEqualTo(ClassFile.code(versions.v1(), List.of("lib.Kinds")))
                    .isNotEqualTo(ClassFile.code(versions.v2(), List.of("lib.Kinds")));
            it.target().release("gate");
            it.expect(0, "wait");
            assertCode(debugger, types, versions.v2());

            it.expect(0, "disable", PATCH);
            assertCode(debugger, types, versions.v1());
            it.expect(0, "enable", PATCH);
            assertCode(debugger, types, versions.v2());
        }
    }

    @EveryJdk
    void isThatOfTheOriginalAfterAReversal(Jdk jdk, @TempDir Path dir) throws Exception {
        Versions versions = Versions.of(dir, HOLDER);
        try (Scenario it = Scenario.start(jdk, dir, launch -> launch.options(Debugger.OPTION), versions)) {
            it.target().start("holder", "lib.Holder", "hold", "gate");
            it.target().awaitEntered("gate");
            it.expect(5, "apply", it.bundle(), "--timeout", "500ms", "--on-timeout", "reverse");
            assertCode(new Debugger(it.target()), List.of("lib.Holder"), versions.v1());
            it.target().release("gate");
        }
    }

    /** The control: a class file transformer could not tell these two apart, the debugger interface can. */
    @EveryJdk
    void isReadFromTheRunningMethodNotFromTheClassFile(Jdk jdk, @TempDir Path dir) throws Exception {
        Versions versions = Versions.of(dir, Sources.in("kinds"));
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .with(versions.v1())
                .testAgent()
                .options(Debugger.OPTION)
                .start()) {
            target.call("lib.Probe", "all");
            Debugger debugger = new Debugger(target);
            assertCode(debugger, types(versions.v1()), versions.v1());
            target.call(
                    "io.livepatch.it.target.TestAgent",
                    "redefine",
                    versions.v2().toString());
            assertCode(debugger, types(versions.v2()), versions.v2());
            assertThat(debugger.code(List.of("lib.Kinds")))
                    .isNotEqualTo(ClassFile.code(versions.v1(), List.of("lib.Kinds")));
        }
    }

    private static void assertCode(Debugger debugger, List<String> types, Path version) throws Exception {
        assertThat(debugger.code(types)).isEqualTo(ClassFile.code(version, types));
    }

    private static List<String> types(Path classes) throws IOException {
        try (Stream<Path> files = Files.list(classes.resolve("lib"))) {
            return files.map(file -> "lib." + file.getFileName().toString().replace(".class", ""))
                    .sorted()
                    .toList();
        }
    }
}
