package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.ClassFile;
import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.HandmadeBundle;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.model.Bridge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Classes that a patch brings are beside the patched ones before these change, in every loader, or nothing changes. */
class AddedClassesIT {
    private static final String THING = "lib.Thing";
    private static final String COMPANION = "lib.Thing$livepatch$0a1b2c3d";
    private static final String ACCESS = "lib.Access$livepatch$0a1b2c3d";

    private static final String OLD = """
            package lib;
            public class Thing {
                private int secret;
                private Thing(int secret) { this.secret = secret; }
                public static String answer(String secret) { return new Thing(Integer.parseInt(secret)).text(); }
                String text() { return "old"; }
            }
            """;

    private static final String NEW = OLD.replace("\"old\"", "Thing$livepatch$0a1b2c3d.added(this)");

    private static final String COMPANION_SOURCE = """
            package lib;
            public class Thing$livepatch$0a1b2c3d {
                static int calls;
                public static String added(Thing thing) {
                    return "new " + Access$livepatch$0a1b2c3d.secret(thing) + ", call " + ++calls;
                }
            }
            """;

    /** What the compiler sees of it; the body is made by hand. */
    private static final String ACCESS_SOURCE = """
            package lib;
            public class Access$livepatch$0a1b2c3d {
                public static int secret(Thing thing) { return 0; }
            }
            """;

    private static final Handle LINK = new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/LivepatchGate",
            "link",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;[Ljava/lang/Object;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);

    /** Both versions of the library and what the new one needs. */
    private static final class Library {
        private final Path v1;
        private final Path v2;

        private Library(Path v1, Path v2) {
            this.v1 = v1;
            this.v2 = v2;
        }

        static Library compile(Path dir) {
            Path v1 = Compiler.compile(dir.resolve("v1"), List.of(), OLD);
            Path v2 = dir.resolve("v2");
            Compiler.compile(v2, List.of(), NEW, COMPANION_SOURCE, ACCESS_SOURCE);
            return new Library(v1, v2);
        }

        Path v1() {
            return v1;
        }

        byte[] companion() throws IOException {
            return read(v2, COMPANION);
        }

        /** In the order in which they must be defined. */
        Map<String, byte[]> added() throws IOException {
            Map<String, byte[]> added = new LinkedHashMap<>();
            added.put(ACCESS, ClassFile.withBody(read(v2, ACCESS), "secret", 1, AddedClassesIT::readsSecret));
            added.put(COMPANION, companion());
            return added;
        }

        Path bundle(Path dir, Map<String, byte[]> added) throws IOException {
            return HandmadeBundle.write(
                    dir.resolve(PATCH + ".jar"), PATCH, read(v1, THING), read(v2, THING), "text", added);
        }

        static byte[] read(Path directory, String type) throws IOException {
            return Files.readAllBytes(directory.resolve(type.replace('.', '/') + ".class"));
        }
    }

    private static void readsSecret(MethodVisitor body) {
        body.visitVarInsn(Opcodes.ALOAD, 0);
        body.visitInvokeDynamicInsn("secret", "(Llib/Thing;)I", LINK, Bridge.GET_FIELD.number(), "lib/Thing", "I");
        body.visitInsn(Opcodes.IRETURN);
    }

    @EveryJdk
    void appliedDisabledAndAppliedAgainWithoutASecondDefinition(Jdk jdk, @TempDir Path dir) throws IOException {
        Library library = Library.compile(dir);
        Path bundle = library.bundle(dir, library.added());
        Livepatch tool = new Livepatch(jdk);
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(library.v1()).start()) {
            assertThat(target.call(THING, "answer", "7")).isEqualTo("old");
            tool.run("apply", target.pid(), bundle).assertExit(0);
            assertThat(target.call(THING, "answer", "7")).isEqualTo("new 7, call 1");
            tool.run("disable", target.pid(), PATCH).assertExit(0);
            assertThat(target.call(THING, "answer", "7")).isEqualTo("old");
            tool.run("enable", target.pid(), PATCH).assertExit(0);
            assertThat(target.call(THING, "answer", "8"))
                    .as("statics of the companion are those of before")
                    .isEqualTo("new 8, call 2");
            tool.run("disable", target.pid(), PATCH).assertExit(0);
            tool.run("remove", target.pid(), PATCH).assertExit(0);
            tool.run("apply", target.pid(), bundle).assertExit(0);
            assertThat(target.call(THING, "answer", "9")).isEqualTo("new 9, call 3");
        }
    }

    @EveryJdk
    void inEveryLoaderWheneverItComes(Jdk jdk, @TempDir Path dir) throws IOException {
        Library library = Library.compile(dir);
        Path bundle = library.bundle(dir, library.added());
        Livepatch tool = new Livepatch(jdk);
        try (TargetJvm target = TargetJvm.on(jdk, dir).start()) {
            target.loader("early", library.v1());
            target.loader("later", library.v1());
            assertThat(target.callIn("early", THING, "answer", "1")).isEqualTo("old");
            tool.run("apply", target.pid(), bundle).assertExit(0);
            assertThat(target.callIn("early", THING, "answer", "1")).isEqualTo("new 1, call 1");
            assertThat(target.callIn("later", THING, "answer", "2")).isEqualTo("new 2, call 1");
            tool.run("disable", target.pid(), PATCH).assertExit(0);
            assertThat(target.callIn("early", THING, "answer", "1")).isEqualTo("old");
            assertThat(target.callIn("later", THING, "answer", "2")).isEqualTo("old");
            tool.run("enable", target.pid(), PATCH).assertExit(0);
            assertThat(target.callIn("later", THING, "answer", "2")).isEqualTo("new 2, call 2");
        }
    }

    @EveryJdk
    void ofTwoPatchesOfOneClassInALoaderThatComesLater(Jdk jdk, @TempDir Path dir) throws IOException {
        Library library = Library.compile(dir);
        String other = "lib.Thing$livepatch$99999999";
        Path v3 = Compiler.compile(
                dir.resolve("v3"),
                List.of(),
                OLD.replace("return new Thing", "return Thing$livepatch$99999999.more() + new Thing"),
                """
                package lib;
                public class Thing$livepatch$99999999 {
                    public static String more() { return "more and "; }
                }
                """);
        Path second = HandmadeBundle.write(
                dir.resolve("second.jar"),
                "second",
                Library.read(library.v1(), THING),
                Library.read(v3, THING),
                "answer",
                Map.of(other, Library.read(v3, other)));
        Livepatch tool = new Livepatch(jdk);
        try (TargetJvm target = TargetJvm.on(jdk, dir).start()) {
            target.loader("early", library.v1());
            target.loader("later", library.v1());
            target.loader("last", library.v1());
            assertThat(target.callIn("early", THING, "answer", "1")).isEqualTo("old");
            tool.run("apply", target.pid(), library.bundle(dir, library.added()))
                    .assertExit(0);
            tool.run("apply", target.pid(), second).assertExit(0);
            assertThat(target.callIn("early", THING, "answer", "1")).isEqualTo("more and new 1, call 1");
            assertThat(target.callIn("later", THING, "answer", "2")).isEqualTo("more and new 2, call 1");
            tool.run("disable", target.pid(), PATCH).assertExit(0);
            assertThat(target.callIn("later", THING, "answer", "2")).isEqualTo("more and old");
            assertThat(target.callIn("last", THING, "answer", "3")).isEqualTo("more and old");
        }
    }

    @EveryJdk
    void withTheAgentBeforeAnyClassIsLoaded(Jdk jdk, @TempDir Path dir) throws IOException {
        Library library = Library.compile(dir);
        Path patches = Files.createDirectory(dir.resolve("patches"));
        Files.copy(library.bundle(dir, library.added()), patches.resolve("fix.jar"));
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .with(library.v1())
                .agent("patches=" + patches)
                .start()) {
            assertThat(target.call(THING, "answer", "7")).isEqualTo("new 7, call 1");
        }
    }

    @EveryJdk
    void aClassThatCannotBeDefinedMeansThatNothingChanges(Jdk jdk, @TempDir Path dir) throws IOException {
        Library library = Library.compile(dir);
        byte[] undefinable = ClassFile.withInterface(library.companion(), "lib/Missing");
        Map<String, byte[]> added = library.added();
        added.put(COMPANION, undefinable);
        Path bad = library.bundle(dir, added);
        Livepatch tool = new Livepatch(jdk);
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(library.v1()).start()) {
            assertThat(target.call(THING, "answer", "7")).isEqualTo("old");
            tool.run("apply", target.pid(), bad)
                    .assertExit(1)
                    .assertSays("class " + COMPANION + " cannot be added")
                    .assertSays("every class is as it was");
            assertThat(target.call(THING, "answer", "7")).isEqualTo("old");
            assertThat(tool.status(target).inTransition()).isFalse();
            assertThat(tool.status(target).stateOf(PATCH)).isNotIn("ENABLED", "ENABLING", "DISABLING");

            // and a sound one of the same names can be applied afterwards
            tool.run("apply", target.pid(), library.bundle(dir, library.added()))
                    .assertExit(0);
            assertThat(target.call(THING, "answer", "7")).isEqualTo("new 7, call 1");
        }
    }

    @EveryJdk
    void aClassThatTheApplicationHasIsNotTaken(Jdk jdk, @TempDir Path dir) throws IOException {
        Library library = Library.compile(dir);
        Compiler.compile(library.v1(), List.of(), """
                package lib;
                public class Thing$livepatch$0a1b2c3d {
                    public static String hello() { return "hello"; }
                }
                """);
        Livepatch tool = new Livepatch(jdk);
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(library.v1()).start()) {
            assertThat(target.call(THING, "answer", "7")).isEqualTo("old");
            assertThat(target.call(COMPANION, "hello")).isEqualTo("hello");
            tool.run("apply", target.pid(), library.bundle(dir, library.added()))
                    .assertExit(1)
                    .assertSays("the application has a class of that name");
            assertThat(target.call(THING, "answer", "7")).isEqualTo("old");
        }
    }

    @EveryJdk
    void aLoaderInWhichTheyCannotBeDefinedStaysAsItIs(Jdk jdk, @TempDir Path dir) throws IOException {
        Library library = Library.compile(dir);
        // cannot be defined while its superclass, which is patched, is being defined
        Map<String, byte[]> added = library.added();
        added.put("lib.Sub$livepatch$0a1b2c3d", subclassOfThing(dir));
        Path bundle = library.bundle(dir, added);
        Livepatch tool = new Livepatch(jdk);
        try (TargetJvm target = TargetJvm.on(jdk, dir).start()) {
            target.loader("early", library.v1());
            target.loader("later", library.v1());
            assertThat(target.callIn("early", THING, "answer", "1")).isEqualTo("old");
            tool.run("apply", target.pid(), bundle).assertExit(0);
            assertThat(target.callIn("early", THING, "answer", "1")).isEqualTo("new 1, call 1");
            assertThat(target.callIn("later", THING, "answer", "2")).isEqualTo("old");
            assertThat(tool.run("status", target.pid(), "--json").assertExit(0).out())
                    .contains("lib.Sub$livepatch$0a1b2c3d cannot be added while lib.Thing is loaded");

            tool.run("disable", target.pid(), PATCH).assertExit(0);
            tool.run("enable", target.pid(), PATCH).assertExit(0);
            assertThat(target.callIn("later", THING, "answer", "2")).isEqualTo("new 2, call 1");
        }
    }

    private static byte[] subclassOfThing(Path dir) throws IOException {
        Path sub = dir.resolve("sub");
        Compiler.compile(sub, List.of(), OLD.replace("private Thing", "protected Thing"), """
                package lib;
                class Sub$livepatch$0a1b2c3d extends Thing {
                    Sub$livepatch$0a1b2c3d() { super(1); }
                }
                """);
        return Library.read(sub, "lib.Sub$livepatch$0a1b2c3d");
    }

    private static final String MODULE = """
            module lib {
                exports lib;
            }
            """;

    @EveryJdk
    void inANamedModuleOnlyInPackagesThatItHas(Jdk jdk, @TempDir Path dir) throws IOException {
        Library library = Library.compile(dir);
        Compiler.compile(library.v1(), List.of(), MODULE, OLD);
        Map<String, byte[]> elsewhere = library.added();
        Path other = dir.resolve("other");
        Compiler.compile(other, List.of(), "package lib.more;\npublic class More$livepatch$0a1b2c3d { }");
        elsewhere.put("lib.more.More$livepatch$0a1b2c3d", Library.read(other, "lib.more.More$livepatch$0a1b2c3d"));
        Livepatch tool = new Livepatch(jdk);
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .options("--module-path", library.v1().toString(), "--add-modules", "lib")
                .start()) {
            assertThat(target.call(THING, "answer", "7")).isEqualTo("old");
            tool.run("apply", target.pid(), library.bundle(dir, elsewhere))
                    .assertExit(1)
                    .assertSays("module lib has no package lib.more");
            assertThat(target.call(THING, "answer", "7")).isEqualTo("old");
            tool.run("apply", target.pid(), library.bundle(dir, library.added()))
                    .assertExit(0);
            assertThat(target.call(THING, "answer", "7")).isEqualTo("new 7, call 1");
        }
    }
}
