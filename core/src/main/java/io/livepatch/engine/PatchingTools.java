package io.livepatch.engine;

import io.livepatch.gate.GateWarmUp;
import io.livepatch.gate.PatchGate;
import io.livepatch.transition.ThreadRoster;
import io.livepatch.weave.Dispatcher;
import io.livepatch.weave.LiveClasses;
import java.lang.instrument.Instrumentation;

/**
 * What patching needs in the JVM: made with the first patch, so that an agent without one costs nothing, and kept.
 *
 * @param gate what woven code asks, by way of the dispatcher
 * @param sweep the classes
 */
record PatchingTools(PatchGate gate, ClassSweep sweep) {
    static PatchingTools install(Instrumentation instrumentation) {
        GateWarmUp.run();
        PatchGate gate = new PatchGate(Dispatcher.NAME);
        Dispatcher.install(gate);
        return new PatchingTools(gate, new ClassSweep(new LiveClasses(instrumentation)));
    }

    /** Opens what the roster and the dispatcher need; to this engine's module only. */
    static ThreadRoster openJdk(Instrumentation instrumentation) {
        JdkAccess.open(instrumentation);
        return new ThreadRoster();
    }
}
