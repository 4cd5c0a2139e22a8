package io.livepatch.statics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.api.Undo;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The JIT takes the value of a final field for a constant: without help, compiled code goes on with the old one. */
class CompiledReadersTest {
    private static final String LIBRARY = """
            package lib;
            public class Limits {
                private static final int DEPTH = Integer.parseInt("100");
                private static final Integer WIDTH = Integer.valueOf(100);
                public static int depth() { return DEPTH; }
                public static Integer width() { return WIDTH; }
            }
            """;
    /** In another class, which has the reader of the field inlined and no reference to the field. */
    private static final String APPLICATION = """
            package lib;
            public class Application {
                public static long run(int rounds) {
                    long sum = 0;
                    for (int i = 0; i < rounds; i++) {
                        sum += Limits.depth() + Limits.width();
                    }
                    return sum;
                }
            }
            """;

    private static final int ROUNDS = 50_000;

    private final ThisJvm jvm = new ThisJvm();
    private final StaticChanges statics = new StaticChanges(line -> {}, name -> null, jvm);

    @Test
    void set_finalFieldsInAHotLoop_areSeenAtOnceAndSoAreTheOldValuesAfterUndo() throws Throwable {
        ClassLoader loader = ThisJvm.load(LIBRARY, APPLICATION);
        Class<?> limits = loader.loadClass("lib.Limits");
        MethodHandle run = MethodHandles.lookup()
                .findStatic(loader.loadClass("lib.Application"), "run", MethodType.methodType(long.class, int.class));
        JdkUnsafe unsafe = new JdkUnsafe();
        StaticField depth = StaticField.of(unsafe, limits, "DEPTH");
        StaticField width = StaticField.of(unsafe, limits, "WIDTH");

        await("compiled code that holds the values")
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    if (run(run) != 200) {
                        // compiled in the moment in which the others were there
                        jvm.capture(List.of(limits));
                    }
                    depth.put(1);
                    width.put(1);
                    boolean stale = run(run) == 200;
                    depth.put(100);
                    width.put(100);
                    return stale && run(run) == 200;
                });

        statics.set(limits, "DEPTH", 1, Undo.AFTER_UNPATCH);
        assertThat(run(run)).isEqualTo(101);
        statics.set(limits, "WIDTH", 1, Undo.AFTER_UNPATCH);
        assertThat(run(run)).isEqualTo(2);
        await("compiled code that holds the new values")
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    depth.put(100);
                    boolean stale = run(run) == 2;
                    depth.put(1);
                    return stale;
                });

        TakingBack.all(statics, problem -> {
            throw new AssertionError(problem);
        });
        assertThat(run(run)).isEqualTo(200);
    }

    private static long run(MethodHandle run) {
        try {
            return (long) run.invokeExact(ROUNDS) / ROUNDS;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
