package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Scenario;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A fix that adds {@code writeObject}: what is written is what a JVM writes that was started with the fix, and can be read by all. */
@Execution(ExecutionMode.CONCURRENT)
class SerializedFormIT {
    private static final String STREAMS = "lib.Streams";
    private static final String WRITE = "write";
    private static final String READ = "read";
    private static final String APPEND = "append";
    private static final String TERSE = "terse";
    private static final String ITEM = "7 text";

    private static final String HOOK = """
            private void writeObject(ObjectOutputStream out) throws IOException {
                out.defaultWriteObject();
                out.writeInt(42);
                out.writeObject("more");
            }
            """;

    private static final String ITEM_SOURCE = """
            package lib;
            import java.io.*;
            public class Item implements Serializable {
                private static final long serialVersionUID = 1;
                int number = 7;
                String text = "text";
                @Override public String toString() { return number + " " + text; }
                %s
            }
            """;

    /** Has one by inheritance of state only: its own part of the stream stays as it is. */
    private static final String SPECIAL_SOURCE = """
            package lib;
            public class Special extends Item {
                private static final long serialVersionUID = 1;
                int extra = 1;
            }
            """;

    /** No such method is looked for here. */
    private static final String OWN_SOURCE = """
            package lib;
            import java.io.*;
            public class Own implements Externalizable {
                private static final long serialVersionUID = 1;
                public void writeExternal(ObjectOutput out) throws IOException { out.writeInt(3); }
                public void readExternal(ObjectInput in) throws IOException { in.readInt(); }
                @Override public String toString() { return "own"; }
                %s
            }
            """;

    private static final String STREAMS_SOURCE = """
            package lib;
            import io.livepatch.it.target.Gates;
            import java.io.*;
            import java.util.HexFormat;
            public class Streams {
                private static final ByteArrayOutputStream KEPT = new ByteArrayOutputStream();
                private static ObjectOutputStream kept;
                public static String write() throws Exception {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                        out.writeObject(new Special());
                        out.writeObject(new Item());
                        out.writeUnshared(new Special());
                        out.writeObject(new Special());
                        out.writeObject(new Own());
                        out.writeObject(ObjectStreamClass.lookup(Item.class));
                    }
                    return HexFormat.of().formatHex(bytes.toByteArray());
                }
                public static String read(String hex) throws Exception {
                    return read(new ObjectInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex))));
                }
                private static String read(ObjectInputStream in) throws Exception {
                    StringBuilder text = new StringBuilder();
                    try (in) {
                        while (true) {
                            Object object = in.readObject();
                            text.append(object instanceof ObjectStreamClass c ? c.getName() : object).append(';');
                        }
                    } catch (EOFException end) {
                        return text.toString();
                    }
                }
                public static String append() throws Exception {
                    if (kept == null) { kept = new ObjectOutputStream(KEPT); }
                    int before = KEPT.size();
                    kept.writeObject(new Special());
                    kept.flush();
                    return String.valueOf(KEPT.size() - before);
                }
                public static String appended() throws Exception {
                    return read(new ObjectInputStream(new ByteArrayInputStream(KEPT.toByteArray())));
                }
                public static String terse() throws Exception {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    try (ObjectOutputStream out = new ObjectOutputStream(bytes) {
                        @Override protected void writeClassDescriptor(ObjectStreamClass type) throws IOException { writeUTF(type.getName()); }
                    }) {
                        out.writeObject(new Special());
                        out.writeObject(new Item());
                    }
                    return read(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
                        @Override protected ObjectStreamClass readClassDescriptor() throws IOException, ClassNotFoundException {
                            return ObjectStreamClass.lookup(Class.forName(readUTF()));
                        }
                    });
                }
                public static String hold(String gate) throws Exception {
                    String before = write();
                    Gates.pass(gate);
                    return before + " " + write() + " %s";
                }
            }
            """;

    private static Path version(Path dir, String hook, String side) {
        return Compiler.compile(
                dir,
                List.of(),
                ITEM_SOURCE.formatted(hook),
                SPECIAL_SOURCE,
                OWN_SOURCE.formatted(hook),
                STREAMS_SOURCE.formatted(side));
    }

    private static Scenario start(Jdk jdk, Path dir) {
        Versions versions =
                new Versions(version(dir.resolve("v1"), "", "old"), version(dir.resolve("v2"), HOOK, "new"));
        return Scenario.start(jdk, dir, launch -> launch, versions);
    }

    private static TargetJvm startedWithTheFix(Jdk jdk, Path dir) {
        return TargetJvm.on(jdk, dir).with(dir.resolve("v2")).start();
    }

    @EveryJdk
    void eachThreadWritesAndReadsThatOfItsSide(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir);
                TargetJvm fixed = startedWithTheFix(jdk, dir)) {
            String old = it.target().call(STREAMS, WRITE);
            String now = fixed.call(STREAMS, WRITE);
            String all = "7 text;7 text;7 text;7 text;own;lib.Item;";
            assertThat(now).isNotEqualTo(old);
            assertThat(it.target().call(STREAMS, READ, now)).isEqualTo(all);

            it.target().start("sleeper", STREAMS, "hold", "gate");
            it.target().awaitEntered("gate");
            it.expect(0, "apply", it.bundle(), "--no-wait");
            it.awaitOnlyBlocker("sleeper");
            assertThat(it.target().call(STREAMS, WRITE))
                    .as("a thread that has moved")
                    .isEqualTo(now);

            it.target().release("gate");
            it.expect(0, "wait");
            assertThat(it.target().join("sleeper")).isEqualTo(old + " " + old + " old");
            assertThat(it.target().call(STREAMS, WRITE)).as("enabled").isEqualTo(now);
            assertThat(it.target().call(STREAMS, READ, now)).isEqualTo(all);
            assertThat(it.target().call(STREAMS, READ, old)).isEqualTo(all);

            it.expect(0, "disable", PATCH);
            assertThat(it.target().call(STREAMS, WRITE)).as("disabled").isEqualTo(old);
            assertThat(it.target().call(STREAMS, READ, now)).isEqualTo(all);
        }
    }

    @EveryJdk
    void aStreamThatStaysOpenDescribesTheClassAnewOnEachSide(Jdk jdk, @TempDir Path dir) {
        try (Scenario it = start(jdk, dir);
                TargetJvm fixed = startedWithTheFix(jdk, dir)) {
            it.target().call(STREAMS, APPEND);
            it.target().call(STREAMS, APPEND);
            it.apply();
            it.target().call(STREAMS, APPEND);
            String again = it.target().call(STREAMS, APPEND);
            it.expect(0, "disable", PATCH);
            it.target().call(STREAMS, APPEND);
            it.expect(0, "enable", PATCH);
            String enabled = it.target().call(STREAMS, APPEND);

            fixed.call(STREAMS, APPEND);
            assertThat(List.of(again, enabled)).containsOnly(fixed.call(STREAMS, APPEND));
            assertThat(it.target().call(STREAMS, "appended")).isEqualTo((ITEM + ";").repeat(6));
        }
    }

    @EveryJdk
    void aStreamThatTakesTheDescriptionFromTheJvmIsReadByIt(Jdk jdk, @TempDir Path dir) {
        String both = "7 text;7 text;";
        try (Scenario it = start(jdk, dir)) {
            assertThat(it.target().call(STREAMS, TERSE)).isEqualTo(both);
            it.apply();
            assertThat(it.target().call(STREAMS, TERSE)).isEqualTo(both);
            it.expect(0, "disable", PATCH);
            assertThat(it.target().call(STREAMS, TERSE)).isEqualTo(both);
        }
    }
}
