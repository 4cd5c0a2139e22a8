package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A fix that adds {@code readObject}, which serialization looks for by its name: it finds it on the new side, and only there. */
@Execution(ExecutionMode.CONCURRENT)
class SerializationHooksIT {
    private static final String STORE = "lib.Store";
    private static final String OTHER = "lib.Other";
    private static final String READ = "read";
    private static final String REFUSED = "refused";

    private static final String ENTRY_SOURCE = """
            package lib;
            import java.io.*;
            public class Entry implements Serializable {
                private static final long serialVersionUID = 1;
                String text = "text";
                %s
            }
            """;

    private static final String HOOK = """
            private void readObject(ObjectInputStream in) throws IOException {
                throw new InvalidObjectException("refused");
            }
            """;

    private static final String STORE_SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            import java.io.*;
            public class Store {
                public static String copy() {
                    return copy(new Entry());
                }
                public static String copySlow(String gate) {
                    return copy(new Slow(gate));
                }
                private static String copy(Object object) {
                    try {
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) { out.writeObject(object); }
                        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                            in.readObject();
                            return "read";
                        }
                    } catch (InvalidObjectException e) {
                        return e.getMessage();
                    } catch (IOException | ClassNotFoundException e) {
                        throw new IllegalStateException(e);
                    }
                }
                public static String hold(String gate) {
                    String before = copy();
                    Gates.pass(gate);
                    return before + " " + copy() + " %s";
                }
            }
            """;

    private static final String SLOW_SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            import java.io.*;
            public class Slow implements Serializable {
                private static final long serialVersionUID = 1;
                private final String gate;
                private final Entry entry = new Entry();
                Slow(String gate) { this.gate = gate; }
                private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
                    in.defaultReadObject();
                    Gates.pass(gate);
                }
            }
            """;

    private static final String OTHER_SOURCE =
            "package lib;\npublic class Other { public static String say() { return \"%s\"; } }";

    private static Path version(Path dir, String hook, String side, String other) {
        return Compiler.compile(
                dir,
                List.of(),
                ENTRY_SOURCE.formatted(hook),
                STORE_SOURCE.formatted(side),
                SLOW_SOURCE,
                OTHER_SOURCE.formatted(other));
    }

    private static Scenario start(Jdk jdk, Path dir) {
        Versions versions = new Versions(
                version(dir.resolve("v1"), "", "old", "old"), version(dir.resolve("v2"), HOOK, "new", "old"));
        return Scenario.start(jdk, dir, launch -> launch, versions);
    }

    @EveryJdk
    void eachThreadMeetsThoseOfItsSide(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir)) {
            assertThat(it.target().call(STORE, "copy")).isEqualTo(READ);
            it.target().start("sleeper", STORE, "hold", "gate");
            it.target().awaitEntered("gate");
            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("sleeper");
            assertThat(it.target().call(STORE, "copy"))
                    .as("a thread that has moved")
                    .isEqualTo(REFUSED);

            it.target().release("gate");
            it.expect(0, "wait");
            assertThat(it.target().join("sleeper")).isEqualTo("read read old");
            assertThat(it.target().call(STORE, "copy")).as("enabled").isEqualTo(REFUSED);

            it.expect(0, "disable", PATCH);
            assertThat(it.target().call(STORE, "copy")).as("disabled").isEqualTo(READ);
        }
    }

    @EveryJdk
    void anObjectThatIsBeingReadHoldsTheTransition(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir)) {
            it.target().start("reader", STORE, "copySlow", "gate");
            it.target().awaitEntered("gate");
            it.expect(0, "apply", it.bundle(), "--no-wait");

            assertThat(it.awaitOnlyBlocker("reader").frame())
                    .startsWith("java.io.ObjectInputStream.readOrdinaryObject(");

            it.target().release("gate");
            it.expect(0, "wait");
            assertThat(it.target().join("reader")).isEqualTo(READ);
        }
    }

    @EveryJdk
    void theyStayWhileAnotherPatchComesAndGoes(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir)) {
            it.apply();
            Path other = Livepatch.build(
                    new Versions(dir.resolve("v1"), version(dir.resolve("v3"), "", "old", "new")),
                    dir.resolve("other.jar"));

            it.expect(0, "apply", other);

            assertThat(it.target().call(OTHER, "say")).isEqualTo("new");
            assertThat(it.target().call(STORE, "copy")).isEqualTo(REFUSED);
            it.expect(0, "disable", "other");
            assertThat(it.target().call(STORE, "copy")).isEqualTo(REFUSED);
            it.expect(0, "disable", PATCH);
            assertThat(it.target().call(STORE, "copy")).isEqualTo(READ);
        }
    }
}
