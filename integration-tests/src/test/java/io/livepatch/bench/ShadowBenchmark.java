package io.livepatch.bench;

import io.livepatch.bridge.DefinedClasses;
import io.livepatch.bridge.Linker;
import io.livepatch.model.Bridge;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One read of a field, of an object's own and of one that a patch added. Needs jdk.internal.reflect and java.lang open. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ShadowBenchmark {
    /** A constant, as the call site of an access class is one. */
    private static final MethodHandle SHADOW = link();

    /** How many objects take turns; a power of two. */
    @Param({"1", "131072"})
    public int objects;

    private Thing[] things;
    private int next;

    /** What a patch adds a field to. */
    public static final class Thing {
        int own = 7;
    }

    /** The added field. */
    public static final class Holder {
        int added;

        /** Its value for an object that exists already. */
        public Holder(Thing thing) {
            added = thing.own;
        }
    }

    private static MethodHandle link() {
        DefinedClasses ours = new DefinedClasses();
        ours.of(ShadowBenchmark.class.getClassLoader(), ShadowBenchmark.class.getName(), "");
        Object[] more = {
            Bridge.SHADOW.number(),
            Holder.class.getName().replace('.', '/'),
            MethodType.methodType(void.class, Thing.class).toMethodDescriptorString()
        };
        MethodType type = MethodType.methodType(Holder.class, Thing.class);
        return ((ConstantCallSite) new Linker(ours).apply(new Object[] {MethodHandles.lookup(), "init", type, more}))
                .getTarget();
    }

    /** Makes the objects and their holders. */
    @Setup
    public void makeObjects() throws Throwable {
        things = new Thing[objects];
        for (int i = 0; i < objects; i++) {
            things[i] = new Thing();
            Holder holder = (Holder) SHADOW.invokeExact(things[i]);
            if (holder.added != things[i].own) {
                throw new IllegalStateException("the holder of another object");
            }
        }
    }

    private Thing next() {
        return things[next++ & objects - 1];
    }

    /** The field that the class always had. */
    @Benchmark
    public int own() {
        return next().own;
    }

    /** The one that a patch added. */
    @Benchmark
    public int added() throws Throwable {
        return ((Holder) SHADOW.invokeExact(next())).added;
    }
}
