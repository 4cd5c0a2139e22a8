package io.livepatch.it.stress;

import io.livepatch.gate.RecordState;
import io.livepatch.gate.ThreadTable;
import io.livepatch.gate.View;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** A thread makes its record late, in a table that a reversal is closing. */
@JCStressTest
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "the unit sees one side")
@Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "I1: the unit sees both sides")
@State
public class RecordAgainstReversal extends StressedGate {
    @Actor
    public void thread(Z_Result result) {
        beBorn();
        result.r1 = mixes();
    }

    @Actor
    public void coordinator() {
        capture();
        View reversed = gate.reverse(new ThreadTable(1));
        Thread thread = listed();
        if (thread != null && !reversed.before().close(thread)) {
            reversed.table().addIfAbsent(thread, RecordState.UNMOVED);
        }
        gate.run();
    }
}
