package io.livepatch.engine;

import io.livepatch.bridge.DefinedClasses;
import io.livepatch.bridge.Linker;
import io.livepatch.bundle.Bundle;
import io.livepatch.gate.GateWarmUp;
import io.livepatch.gate.PatchGate;
import io.livepatch.statics.StaticChanges;
import io.livepatch.transition.ThreadRoster;
import io.livepatch.weave.ClassDefiner;
import io.livepatch.weave.Dispatcher;
import io.livepatch.weave.LiveClasses;
import java.lang.instrument.Instrumentation;

/**
 * What patching needs in the JVM: made with the first patch, so that an agent without one costs nothing, and kept.
 *
 * @param gate what woven code asks, by way of the dispatcher
 * @param sweep the classes
 * @param definer puts added classes beside them
 */
record PatchingTools(PatchGate gate, ClassSweep sweep, ClassDefiner definer) {
    static PatchingTools install(Instrumentation instrumentation) {
        GateWarmUp.run();
        PatchGate gate = new PatchGate(Dispatcher.NAME);
        DefinedClasses ours = new DefinedClasses();
        Dispatcher.install(gate, new Linker(ours));
        ClassDefiner definer = new ClassDefiner(ours);
        return new PatchingTools(gate, new ClassSweep(new LiveClasses(instrumentation, definer)), definer);
    }

    /** What changes static state for callbacks. */
    LoadedPatch.StaticsMaker statics() {
        return (bundle, journal) -> new StaticChanges(journal, name -> newClassFile(bundle, name), sweep);
    }

    private static byte[] newClassFile(Bundle bundle, String name) {
        boolean brings = bundle.descriptor().classes().stream()
                .anyMatch(each -> each.name().equals(name) && !each.isGuardOnly());
        return brings ? bundle.classFile(name) : null;
    }

    /** Opens what the roster, the dispatcher and the bridges need; to this engine's module only. */
    static ThreadRoster openJdk(Instrumentation instrumentation) {
        JdkAccess.open(instrumentation);
        return new ThreadRoster(instrumentation::getAllLoadedClasses);
    }
}
