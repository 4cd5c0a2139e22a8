package io.livepatch.it.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.build.BuildInputException;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.TargetJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * An old version that was patched at a quiet moment does what the new one does that ran from the start, and once disabled what it did before;
 * or the builder refuses. For random programs with random edits, one pair for each seed from {@code livepatch.it.seed} on,
 * {@code livepatch.it.pairs} of them.
 */
@Execution(ExecutionMode.CONCURRENT)
class RandomPairsIT {
    private static final int PAIRS = Integer.getInteger("livepatch.it.pairs", 200);
    private static final int BATCH = 25;
    /** From this number on shares mean something. */
    private static final int MANY = 100;

    @EveryJdk
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void patchedProgramsDoWhatNewOnesDo(Jdk jdk, @TempDir Path dir) throws IOException, BuildInputException {
        long seed = Long.getLong("livepatch.it.seed", Math.floorMod(System.nanoTime(), 1_000_000_000_000L));
        System.out.println("seeds on " + jdk + " from -Dlivepatch.it.seed=" + seed);
        Tally tally = new Tally();
        for (int done = 0; done < PAIRS; done += BATCH) {
            batch(
                    jdk,
                    seed + done,
                    Math.min(BATCH, PAIRS - done),
                    Files.createDirectory(dir.resolve("b" + done)),
                    tally);
        }
        System.out.println(jdk + ": " + tally);
        assertThat(tally.differences()).as(tally.toString()).isEmpty();
        if (PAIRS >= MANY) {
            assertThat(tally.refused()).as(tally.toString()).isLessThanOrEqualTo(PAIRS / 3);
            assertThat(tally.seen()).as(tally.toString()).isGreaterThanOrEqualTo(PAIRS / 2);
        }
    }

    private static void batch(Jdk jdk, long seed, int pairs, Path dir, Tally tally)
            throws IOException, BuildInputException {
        List<RandomPair> random =
                LongStream.range(seed, seed + pairs).mapToObj(RandomPair::of).toList();
        List<CompiledPair> compiled = CompiledPair.compile(random, dir);
        // the JVM's own texts about null values name the expression in the code that runs, which is another after a
        // rewrite
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .options("-XX:-ShowCodeDetailsInExceptionMessages")
                .agent("")
                .options("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .start()) {
            Walk walk = new Walk(target, tally);
            for (CompiledPair each : compiled) {
                walk.go(each, dir);
            }
        }
    }
}
