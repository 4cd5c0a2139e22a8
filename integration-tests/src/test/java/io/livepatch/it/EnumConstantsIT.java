package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the JDK says of the constants of an enum follows the side of the thread that asks, though it keeps it in the class. */
@Execution(ExecutionMode.CONCURRENT)
class EnumConstantsIT {
    private static final String BUSY = "lib.Busy";
    private static final String KINDS = "lib.Kinds";
    private static final String OLD = "[ONE, TWO] none";
    private static final String NEW = "[ONE, TWO, THREE] THREE";

    private static final String KIND_SOURCE = "package lib;\npublic enum Kind { ONE, TWO%s }";

    private static final String KINDS_SOURCE = """
            package lib;
            import java.util.EnumSet;
            public class Kinds {
                public static String all() {
                    String three = "none";
                    try {
                        three = Enum.valueOf(Kind.class, "THREE").toString();
                    } catch (IllegalArgumentException e) {
                        // old code has no such constant
                    }
                    return EnumSet.allOf(Kind.class) + " " + three;
                }
            }
            """;

    private static final String BUSY_SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            public class Busy {
                public static String hold(String gate) {
                    String before = Kinds.all();
                    Gates.pass(gate);
                    return before + " " + Kinds.all() + " %s";
                }
            }
            """;

    private static Versions versions(Path dir) {
        Path v1 = Compiler.compile(
                dir.resolve("v1"), List.of(), KIND_SOURCE.formatted(""), KINDS_SOURCE, BUSY_SOURCE.formatted("old"));
        Path v2 = Compiler.compile(
                dir.resolve("v2"),
                List.of(),
                KIND_SOURCE.formatted(", THREE"),
                KINDS_SOURCE,
                BUSY_SOURCE.formatted("new"));
        return new Versions(v1, v2);
    }

    @EveryJdk
    void eachThreadIsGivenThoseOfItsSideWhileATransitionRuns(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, launch -> launch, versions(dir))) {
            assertThat(it.target().call(KINDS, "all")).isEqualTo(OLD);
            it.target().start("sleeper", BUSY, "hold", "gate");
            it.target().awaitEntered("gate");
            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("sleeper");
            assertThat(it.target().call(KINDS, "all"))
                    .as("a thread that has moved")
                    .isEqualTo(NEW);

            it.target().release("gate");
            it.expect(0, "wait");
            assertThat(it.target().join("sleeper")).isEqualTo(OLD + " " + OLD + " old");
            assertThat(it.target().call(KINDS, "all")).as("enabled").isEqualTo(NEW);

            it.target().start("sleeper", BUSY, "hold", "again");
            it.target().awaitEntered("again");
            it.expect(0, "disable", PATCH, "--no-wait");
            it.awaitOnlyBlocker("sleeper");
            assertThat(it.target().call(KINDS, "all")).as("moved back").isEqualTo(OLD);
            it.target().release("again");
            it.expect(0, "wait");
            assertThat(it.target().join("sleeper")).isEqualTo(NEW + " " + NEW + " new");
            assertThat(it.target().call(KINDS, "all")).as("disabled").isEqualTo(OLD);
        }
    }

    @EveryJdk
    void aReversalLeavesThoseThatWereThere(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, launch -> launch, versions(dir))) {
            it.target().start("sleeper", BUSY, "hold", "gate");
            it.target().awaitEntered("gate");
            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("sleeper");
            assertThat(it.target().call(KINDS, "all")).isEqualTo(NEW);

            it.expect(0, "reverse");

            assertThat(it.target().call(KINDS, "all")).isEqualTo(OLD);
            it.target().release("gate");
            assertThat(it.target().join("sleeper")).isEqualTo(OLD + " " + OLD + " old");
        }
    }
}
