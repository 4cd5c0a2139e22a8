package io.livepatch.it.stress;

import io.livepatch.gate.RecordState;
import io.livepatch.gate.ThreadRecord;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Order G2: the coordinator asks a thread, sees it clear and moves it, while that thread leaves one unit and begins the next. */
@JCStressTest
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "each unit sees one side")
@Outcome(expect = Expect.FORBIDDEN, desc = "I1: a unit sees both sides")
@State
public class RequestAgainstCheck extends StressedGate {
    @Actor
    public void thread(ZZ_Result result) {
        beBorn();
        result.r1 = mixes();
        result.r2 = mixes();
    }

    @Actor
    public void coordinator() {
        capture();
        ThreadRecord record = unmoved();
        if (record != null) {
            record.casState(RecordState.UNMOVED, RecordState.PENDING);
            if (isClear()) {
                record.casState(RecordState.PENDING, RecordState.MOVED);
            }
        }
    }
}
