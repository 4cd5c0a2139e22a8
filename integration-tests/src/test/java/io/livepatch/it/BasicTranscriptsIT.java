package io.livepatch.it;

import static io.livepatch.it.harness.Expected.applied;
import static io.livepatch.it.harness.Expected.disabled;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.control.Command;
import io.livepatch.it.harness.Bundles;
import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.TargetLaunch;
import io.livepatch.it.harness.Transcript;
import io.livepatch.it.harness.Versions;
import io.livepatch.model.ReplaceSet;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The basic selftests of Linux livepatch (L1, L2, L4, L5), event by event. */
class BasicTranscriptsIT {
    private static final String ONE = """
            package lib;
            public class One {
                public static int m() { return VERSION; }
            }
            """;

    private static final String TWO = """
            package lib;
            public class Two {
                public static int m() { return VERSION; }
            }
            """;

    @EveryJdk
    void aMethodIsPatchedAndBackAgain(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, ONE);
        Path fix = Bundles.between(dir, "fix", versions);
        try (TargetJvm target = start(jdk, dir, versions.v1())) {
            Transcript it = new Transcript(target);
            it.call("lib.One", "m");
            it.apply(fix);
            it.call("lib.One", "m");
            it.disable("fix");
            it.call("lib.One", "m");

            assertThat(it).hasToString("""
                    lib.One.m = 0
                    """ + applied("fix") + """
                    lib.One.m = 1
                    """ + disabled("fix") + """
                    lib.One.m = 0
                    """);
        }
    }

    @EveryJdk
    void twoPatchesAreTakenBackOneByOne(Jdk jdk, @TempDir Path dir) {
        Path one = Bundles.of(dir, "one", ONE);
        Path two = Bundles.of(dir, "two", TWO);
        try (TargetJvm target = start(jdk, dir, dir.resolve("one/v1"), dir.resolve("two/v1"))) {
            Transcript it = new Transcript(target);
            it.call("lib.One", "m");
            it.call("lib.Two", "m");
            it.apply(one);
            it.call("lib.One", "m");
            it.call("lib.Two", "m");
            it.apply(two);
            it.call("lib.One", "m");
            it.call("lib.Two", "m");
            it.disable("two");
            it.call("lib.One", "m");
            it.call("lib.Two", "m");
            it.disable("one");
            it.call("lib.One", "m");
            it.call("lib.Two", "m");

            assertThat(it)
                    .hasToString("""
                    lib.One.m = 0
                    lib.Two.m = 0
                    """ + applied("one") + """
                    lib.One.m = 1
                    lib.Two.m = 0
                    """ + applied("two") + """
                    lib.One.m = 1
                    lib.Two.m = 1
                    """ + disabled("two") + """
                    lib.One.m = 1
                    lib.Two.m = 0
                    """
                            + disabled("one") + """
                    lib.One.m = 0
                    lib.Two.m = 0
                    """);
        }
    }

    @EveryJdk
    void aClassOfAChildLoaderThatIsThereAlready(Jdk jdk, @TempDir Path dir) {
        Path fix = Bundles.of(dir, "fix", ONE);
        try (TargetJvm target = start(jdk, dir)) {
            Transcript it = new Transcript(target);
            target.loader("child", dir.resolve("fix/v1"));
            it.callIn("child", "lib.One", "m");
            it.apply(fix);
            it.callIn("child", "lib.One", "m");
            it.disable("fix");
            it.callIn("child", "lib.One", "m");

            assertThat(it).hasToString("""
                    child: lib.One.m = 0
                    """ + applied("fix") + """
                    child: lib.One.m = 1
                    """ + disabled("fix") + """
                    child: lib.One.m = 0
                    """);
        }
    }

    /** The very first call of a class that comes after its patch runs the new body. */
    @EveryJdk
    void aClassOfAChildLoaderThatComesAfterItsPatchAndGoes(Jdk jdk, @TempDir Path dir) {
        Path fix = Bundles.of(dir, "fix", ONE);
        try (TargetJvm target = start(jdk, dir)) {
            Transcript it = new Transcript(target);
            it.apply(fix);
            it.list();
            target.loader("child", dir.resolve("fix/v1"));
            it.callIn("child", "lib.One", "m");
            it.list();
            it.note("child goes");
            target.ask("collected", "child");
            it.list();
            target.loader("second", dir.resolve("fix/v1"));
            it.callIn("second", "lib.One", "m");
            it.disable("fix");
            it.callIn("second", "lib.One", "m");
            it.list();

            assertThat(it).hasToString(applied("fix") + """
                    % list
                    fix: enabled=1 replace=0 stack_order=1
                      lib.One: patched=0
                    child: lib.One.m = 1
                    % list
                    fix: enabled=1 replace=0 stack_order=1
                      lib.One in child: patched=1
                    child goes
                    % list
                    fix: enabled=1 replace=0 stack_order=1
                      lib.One: patched=0
                    second: lib.One.m = 1
                    """ + disabled("fix") + """
                    second: lib.One.m = 0
                    % list
                    fix: enabled=0 replace=0 stack_order=0
                      lib.One in second: patched=0
                    """);
        }
    }

    @EveryJdk
    void thePositionsOfThreePatchesCloseUpWhenTheSecondGoes(Jdk jdk, @TempDir Path dir) {
        Path one = Bundles.of(dir, "one", ONE);
        Path two = Bundles.of(dir, "two", TWO);
        Path three = Bundles.of(dir, "three", TWO.replace("Two", "Three"));
        try (TargetJvm target = start(jdk, dir)) {
            Transcript it = new Transcript(target);
            it.apply(one);
            it.apply(two);
            it.apply(three);
            it.list();
            it.disable("two");
            it.list();

            assertThat(it.toString().replaceAll("(?m)^\\w+: [a-z ]+\n", "")).isEqualTo("""
                    % apply one
                    % apply two
                    % apply three
                    % list
                    one: enabled=1 replace=0 stack_order=1
                      lib.One: patched=0
                    two: enabled=1 replace=0 stack_order=2
                      lib.Two: patched=0
                    three: enabled=1 replace=0 stack_order=3
                      lib.Three: patched=0
                    % disable two
                    % list
                    one: enabled=1 replace=0 stack_order=1
                      lib.One: patched=0
                    two: enabled=0 replace=0 stack_order=0
                      lib.Two: patched=0
                    three: enabled=1 replace=0 stack_order=2
                      lib.Three: patched=0
                    """);
        }
    }

    /** The kernel's atomic replace. */
    @EveryJdk
    void aCumulativePatchTakesThePlaceOfThreeOthers(Jdk jdk, @TempDir Path dir) {
        ReplaceSet member = new ReplaceSet("all", false);
        Path one = Bundles.between(dir, "one", Versions.of(dir.resolve("one"), ONE), member);
        Path two = Bundles.between(dir, "two", Versions.of(dir.resolve("two"), TWO), member);
        String third = TWO.replace("Two", "Three");
        Path three = Bundles.between(dir, "three", Versions.of(dir.resolve("three"), third), member);
        Path seven = Compiler.compile(dir.resolve("seven"), List.of(), TWO.replace("VERSION", "7"));
        Path cumulative = Bundles.between(
                dir, "cumulative", new Versions(dir.resolve("two/v1"), seven), new ReplaceSet("all", true));
        try (TargetJvm target =
                start(jdk, dir, dir.resolve("one/v1"), dir.resolve("two/v1"), dir.resolve("three/v1"))) {
            Transcript it = new Transcript(target);
            callAll(it);
            it.apply(one);
            it.apply(two);
            it.apply(three);
            callAll(it);
            it.apply(cumulative);
            callAll(it);
            it.list();
            for (String replaced : List.of("one", "two", "three")) {
                it.run("remove " + replaced, new Command.Remove(replaced));
            }
            callAll(it);
            it.disable("cumulative");
            callAll(it);
            it.list();

            assertThat(it.toString().replaceAll("(?m)^(one|two|three): (enabl|init|start|complet)[a-z ]+\n", ""))
                    .isEqualTo("""
                    lib.One.m = 0
                    lib.Two.m = 0
                    lib.Three.m = 0
                    % apply one
                    % apply two
                    % apply three
                    lib.One.m = 1
                    lib.Two.m = 1
                    lib.Three.m = 1
                    """ + applied("cumulative") + """
                    one: replaced by patch cumulative
                    two: replaced by patch cumulative
                    three: replaced by patch cumulative
                    lib.One.m = 0
                    lib.Two.m = 7
                    lib.Three.m = 0
                    % list
                    one: enabled=0 replace=0 stack_order=0
                      lib.One in app: patched=0
                    two: enabled=0 replace=0 stack_order=0
                      lib.Two in app: patched=0
                    three: enabled=0 replace=0 stack_order=0
                      lib.Three in app: patched=0
                    cumulative: enabled=1 replace=1 stack_order=1
                      lib.Two in app: patched=1
                    % remove one
                    one: removed
                    % remove two
                    two: removed
                    % remove three
                    three: removed
                    lib.One.m = 0
                    lib.Two.m = 7
                    lib.Three.m = 0
                    """ + disabled("cumulative") + """
                    lib.One.m = 0
                    lib.Two.m = 0
                    lib.Three.m = 0
                    % list
                    cumulative: enabled=0 replace=1 stack_order=0
                      lib.Two in app: patched=0
                    """);
        }
    }

    private static TargetJvm start(Jdk jdk, Path dir, Path... classPath) {
        TargetLaunch launch = TargetJvm.on(jdk, dir).agent("");
        Stream.of(classPath).forEach(launch::with);
        return launch.start();
    }

    private static void callAll(Transcript it) {
        it.call("lib.One", "m");
        it.call("lib.Two", "m");
        it.call("lib.Three", "m");
    }
}
