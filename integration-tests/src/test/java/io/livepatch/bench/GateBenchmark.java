package io.livepatch.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One call of a patched method, and what it is compared with. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GateBenchmark {
    private static final ThreadLocal<GateBenchmark> LOCAL = new ThreadLocal<>();

    private int value = 7;

    /** Gives the measuring thread its value of the thread local. */
    @Setup
    public void setThreadLocal() {
        LOCAL.set(this);
    }

    /** A figure about another standing than the one that is claimed would be worse than none. */
    @TearDown(Level.Iteration)
    public void checkStanding() {
        int added = Library.inner(value) - value;
        if (added != Standing.ofThisJvm().adds) {
            throw new IllegalStateException(
                    "a thread that is " + Standing.ofThisJvm() + " got a body that adds " + added);
        }
    }

    /** {@link Library#inner}, whatever it is in this JVM. */
    @Benchmark
    public int call() {
        return Library.inner(value);
    }

    /** The same with a thread local looked up before, where the gate would be. */
    @Benchmark
    public int threadLocal() {
        return LOCAL.get() == this ? Library.inner(value) : 0;
    }
}
