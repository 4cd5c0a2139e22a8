package io.livepatch.it.stress;

import io.livepatch.gate.Phase;
import io.livepatch.gate.RecordState;
import io.livepatch.gate.View;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Order G1: a thread makes itself a record while the coordinator publishes RUNNING and looks whether anybody is left. */
@JCStressTest
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "old body, and the transition waits for it")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "new body, the coordinator looked before it moved")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "new body, and the end")
@Outcome(id = "false, true", expect = Expect.FORBIDDEN, desc = "I4: old body after the end")
@State
public class RecordAgainstTheEnd extends StressedGate {
    @Actor
    public void thread(ZZ_Result result) {
        beBorn();
        result.r1 = call();
    }

    @Actor
    public void coordinator(ZZ_Result result) {
        capture();
        if (!isSomebodyUnmoved()) {
            gate.settle(TO);
            result.r2 = true;
        }
    }

    /** The same with a gate that does not read the view again: a control, which must fail. */
    @JCStressTest
    @Outcome(id = "false, true", expect = Expect.FORBIDDEN, desc = "I4: old body after the end")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "anything else")
    @State
    public static class NoReread extends StressedGate {
        @Actor
        public void thread(ZZ_Result result) {
            beBorn();
            View seen = gate.view();
            if (seen.phase() == Phase.CAPTURING) {
                dawdle();
                seen.table().addIfAbsent(Thread.currentThread(), RecordState.UNMOVED);
                result.r1 = !TO;
            } else {
                result.r1 = call();
            }
        }

        @Actor
        public void coordinator(ZZ_Result result) {
            capture();
            if (!isSomebodyUnmoved()) {
                gate.settle(TO);
                result.r2 = true;
            }
        }
    }
}
