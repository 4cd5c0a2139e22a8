package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.ClassFile;
import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.HandmadeBundle;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.JdkClasses;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Outcome;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Whatever is wrong with a bundle, the command says what, and the JVM runs on as it was. */
class BadBundlesAreRefusedIT {
    private static final String THING = "lib.Thing";
    private static final String SOURCE = """
            package lib;
            import java.util.StringTokenizer;
            public class Thing {
                public static int version() { return VERSION; }
                public static int tokens() { return new StringTokenizer("a b c").countTokens(); }
            }
            """;

    @EveryJdk
    void aFileThatIsNoBundle(Jdk jdk, @TempDir Path dir) throws IOException {
        Versions versions = Versions.of(dir, SOURCE);
        Path text = Files.writeString(dir.resolve("text.jar"), "not even a ZIP file");
        Path empty = Files.createFile(dir.resolve("empty.jar"));
        Livepatch tool = new Livepatch(jdk);
        Path truncated = dir.resolve("truncated.jar");
        byte[] whole = Files.readAllBytes(Livepatch.build(versions, dir.resolve(PATCH + ".jar")));
        Files.write(truncated, Arrays.copyOf(whole, whole.length / 2));
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(versions.v1()).start()) {
            for (Path file : List.of(text, empty, truncated)) {
                tool.run("apply", target.pid(), file)
                        .assertExit(1)
                        .assertSays(file.getFileName().toString());
                tool.run("inspect", file)
                        .assertExit(1)
                        .assertSays(file.getFileName().toString());
            }
            tool.run("apply", target.pid(), dir.resolve("missing.jar")).assertExit(2);
            assertThat(target.call(THING, "version")).isEqualTo("0");
        }
    }

    @EveryJdk
    void aBundleForAnotherVersionOfTheClass(Jdk jdk, @TempDir Path dir) {
        Path third = Compiler.compile(dir.resolve("v3"), List.of(), SOURCE.replace("VERSION", "7"));
        Livepatch tool = new Livepatch(jdk);
        Path bundle = Livepatch.build(Versions.of(dir, SOURCE), dir.resolve(PATCH + ".jar"));
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(third).start()) {
            assertThat(target.call(THING, "version")).isEqualTo("7");
            tool.run("apply", target.pid(), bundle)
                    .assertExit(1)
                    .assertSays(THING)
                    .assertSays("version");
            Outcome json = tool.run("apply", target.pid(), bundle, "--json").assertExit(1);
            assertThat(json.json().getObject("error").getString("text")).contains(THING);
            assertThat(target.call(THING, "version")).isEqualTo("7");
            assertThat(tool.status(target).stateOf(PATCH)).isNotIn("ENABLED", "ENABLING");
        }
    }

    @EveryJdk
    void aJvmThatRunsTheFixAlreadyIsLeftAloneAndThatIsNoError(Jdk jdk, @TempDir Path dir) {
        Livepatch tool = new Livepatch(jdk);
        Versions versions = Versions.of(dir, SOURCE);
        Path bundle = Livepatch.build(versions, dir.resolve(PATCH + ".jar"));
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(versions.v2()).start()) {
            assertThat(target.call(THING, "version")).isEqualTo("1");
            tool.run("apply", target.pid(), bundle).assertExit(0).assertSays("already");
            assertThat(target.call(THING, "version")).isEqualTo("1");
        }
    }

    @EveryJdk
    void aBundleWithAnInvalidBody(Jdk jdk, @TempDir Path dir) throws IOException {
        Versions versions = Versions.of(dir, SOURCE);
        byte[] before = Files.readAllBytes(versions.v1().resolve("lib/Thing.class"));
        byte[] after = ClassFile.withBody(before, "version", 1, BadBundlesAreRefusedIT::returnsNoNumber);
        Path bundle = HandmadeBundle.write(dir.resolve("bad.jar"), "bad", before, after, "version");
        refusedAndUnharmed(jdk, dir, versions.v1(), bundle, THING);
    }

    /** The JVM of Java 17 does not verify the classes of the boot loader when they are retransformed: it would crash. */
    @EveryJdk
    void aBundleWithAnInvalidBodyForAClassOfTheJdk(Jdk jdk, @TempDir Path dir) throws IOException {
        Versions versions = Versions.of(dir, SOURCE);
        Versions tokenizer = JdkClasses.of(
                jdk,
                dir.resolve("jdk"),
                "java.base",
                "java/util/StringTokenizer",
                bytes -> ClassFile.withBody(bytes, "countTokens", 1, BadBundlesAreRefusedIT::returnsNoNumber));
        Path bundle = HandmadeBundle.write(
                dir.resolve("bad.jar"),
                "bad",
                Files.readAllBytes(tokenizer.v1().resolve("java/util/StringTokenizer.class")),
                Files.readAllBytes(tokenizer.v2().resolve("java/util/StringTokenizer.class")),
                "countTokens");
        refusedAndUnharmed(jdk, dir, versions.v1(), bundle, "java.util.StringTokenizer");
    }

    private static void returnsNoNumber(MethodVisitor body) {
        body.visitInsn(Opcodes.ACONST_NULL);
        body.visitInsn(Opcodes.IRETURN);
    }

    private static void refusedAndUnharmed(Jdk jdk, Path dir, Path classes, Path bundle, String named) {
        Livepatch tool = new Livepatch(jdk);
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(classes).start()) {
            assertThat(target.call(THING, "tokens")).isEqualTo("3");
            assertThat(target.call(THING, "version")).isEqualTo("0");
            tool.run("apply", target.pid(), bundle).assertExit(1).assertSays(named);
            assertThat(target.call(THING, "tokens")).isEqualTo("3");
            assertThat(target.call(THING, "version")).isEqualTo("0");
            assertThat(tool.status(target).inTransition()).isFalse();
            assertThat(tool.status(target).stateOf("bad")).isNotIn("ENABLED", "ENABLING", "DISABLING");

            // and the agent works on
            Path good = Livepatch.build(new Versions(classes, classes.resolveSibling("v2")), dir.resolve("good.jar"));
            tool.run("apply", target.pid(), good).assertExit(0);
            assertThat(target.call(THING, "version")).isEqualTo("1");
        }
    }
}
