package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.TargetLaunch;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * A class whose class file was transformed by one plan and that comes into being under another. Its load takes as long as others
 * like, so no time after the end of a transition would be enough to look for it: the load holds the transition.
 */
class ClassLoadRacesTransitionIT {
    private static final String SLOW_LOAD = "io.livepatch.it.target.SlowLoad";
    private static final String TEST_AGENT = "io.livepatch.it.target.TestAgent";
    private static final String CHILD = "lib.Child";
    private static final String DEFINING = "java.lang.ClassLoader.defineClass1(";

    private static final String[] SOURCES = {"""
        package lib;
        public class Base {}
        """, """
        package lib;
        public class Child extends Base {
            public static int version() { return VERSION; }
        }
        """};

    @EveryJdk
    void aLoadThatBeganBeforeATransitionHoldsItThoughItsLoaderSitsOnTheSuperclass(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, SOURCES)) {
            assertThat(it.target().call(CHILD, "version")).isEqualTo("0");
            begin(it, "apply");
            it.expect(0, "apply", it.bundle(), "--no-wait");
            end(it, "apply", "1");
            assertThat(it.status().events()).contains("late-class");

            begin(it, "disable");
            it.expect(0, "disable", PATCH, "--no-wait");
            end(it, "disable", "0");
            assertThat(it.target().call(SLOW_LOAD, "version", "apply")).isEqualTo("0");
        }
    }

    @EveryJdk
    void aLoadThatOutlivesAReversedTransitionEndsOnTheSideItWentBackTo(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, SOURCES)) {
            assertThat(it.target().call(CHILD, "version")).isEqualTo("0");
            begin(it, "before");
            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("loads before");
            begin(it, "during");
            it.expect(0, "reverse", "--no-wait");
            // the first has never moved, so the way back is nothing to it; the second may have to come back
            assertThat(it.awaitOnlyBlocker("loads during").frame()).startsWith(DEFINING);
            it.target().release("during");
            it.expect(0, "wait");
            it.target().release("before");
            it.target().join("loads before");
            it.target().join("loads during");
            assertThat(it.target().call(SLOW_LOAD, "version", "before")).isEqualTo("0");
            assertThat(it.target().call(SLOW_LOAD, "version", "during")).isEqualTo("0");

            it.apply();
            assertThat(it.target().call(SLOW_LOAD, "version", "before")).isEqualTo("1");
            assertThat(it.target().call(SLOW_LOAD, "version", "during")).isEqualTo("1");
        }
    }

    @EveryJdk
    void aLoadWovenWithStubsThatEndsAfterTheTransitionIsOnTheSettledSide(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, SOURCES)) {
            assertThat(it.target().call(CHILD, "version")).isEqualTo("0");
            begin(it, "first");
            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("loads first");
            begin(it, "second");
            it.target().release("first");
            it.expect(0, "wait");
            it.target().release("second");
            it.target().join("loads second");
            assertThat(it.target().call(SLOW_LOAD, "version", "second")).isEqualTo("1");
            it.expect(0, "disable", PATCH);
            assertThat(it.target().call(SLOW_LOAD, "version", "second")).isEqualTo("0");
        }
    }

    @EveryJdk
    void aLoadThatAnotherAgentsTransformerSitsOnHoldsTheTransition(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = Scenario.start(jdk, dir, TargetLaunch::testAgent, SOURCES)) {
            it.apply();
            it.expect(0, "disable", PATCH);
            it.target().call(TEST_AGENT, "holdLoads", CHILD, "transforming");
            it.target().release("held");
            it.target().start("loads held", SLOW_LOAD, "load", classes(it), CHILD, "held");
            it.target().awaitEntered("transforming");
            it.expect(0, "enable", PATCH, "--no-wait");
            assertThat(it.awaitOnlyBlocker("loads held").frame()).startsWith(DEFINING);
            it.target().release("transforming");
            it.expect(0, "wait");
            it.target().join("loads held");
            assertThat(it.target().call(SLOW_LOAD, "version", "held")).isEqualTo("1");
        }
    }

    /** Another thread loads the class, until it waits for the superclass. */
    private static void begin(Scenario it, String gate) {
        it.target().start("loads " + gate, SLOW_LOAD, "load", classes(it), CHILD, gate);
        it.target().awaitEntered(gate);
    }

    private static void end(Scenario it, String gate, String version) {
        assertThat(it.awaitOnlyBlocker("loads " + gate).frame()).startsWith(DEFINING);
        it.target().release(gate);
        it.expect(0, "wait");
        it.target().join("loads " + gate);
        assertThat(it.target().call(SLOW_LOAD, "version", gate)).isEqualTo(version);
    }

    private static String classes(Scenario it) {
        return it.directory().resolve("v1").toString();
    }
}
