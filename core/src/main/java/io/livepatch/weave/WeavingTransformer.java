package io.livepatch.weave;

import io.livepatch.model.Fingerprint;
import io.livepatch.model.MethodId;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one transformer, installed with the first patch and never removed: removing and adding would leave a gap for classes
 * loaded meanwhile. It weaves by the plan of the moment, whoever caused the retransformation, so another agent's never loses a
 * patch. Runs on application threads while they load classes: lock-free, and it keeps what it has to say for others to log.
 */
final class WeavingTransformer implements ClassFileTransformer {
    /** What happened to the classes of one retransformation that we asked for. */
    static final class Batch {
        final PreparedWeaves prepared;
        final Map<Class<?>, byte[]> received = new ConcurrentHashMap<>();
        final Map<Class<?>, byte[]> woven = new ConcurrentHashMap<>();
        final Map<Class<?>, WeaveOutcome> outcomes = new ConcurrentHashMap<>();
        /** Classes that a patch of the plan could not be woven into, whatever others did. */
        final Map<Class<?>, WeaveOutcome.Failed> failures = new ConcurrentHashMap<>();

        Batch(PreparedWeaves prepared) {
            this.prepared = prepared;
        }
    }

    /** Events beyond that are dropped; the class is then found by the next look at all loaded ones. */
    private static final int MAX_LOADS = 10_000;

    private final Queue<LoadEvent> loads = new ConcurrentLinkedQueue<>();
    private final AtomicInteger loadsKept = new AtomicInteger();
    private final AcceptedMethods accepted = new AcceptedMethods();
    private final ClassDefiner definer;
    private volatile WeavePlan plan = WeavePlan.empty();
    private volatile Batch batch;
    private volatile Runnable onLoad = () -> {};

    WeavingTransformer(ClassDefiner definer) {
        this.definer = definer;
    }

    WeavePlan plan() {
        return plan;
    }

    void use(WeavePlan next) {
        plan = next;
    }

    void onLoad(Runnable listener) {
        onLoad = listener;
    }

    void record(Batch into) {
        batch = into;
    }

    /** Takes the oldest load that nobody has looked at yet; null if there is none. */
    LoadEvent pollLoad() {
        LoadEvent oldest = loads.poll();
        if (oldest != null) {
            loadsKept.decrementAndGet();
        }
        return oldest;
    }

    @Override
    public byte[] transform(
            Module module,
            ClassLoader loader,
            String internalName,
            Class<?> redefined,
            ProtectionDomain domain,
            byte[] classFile) {
        while (true) {
            WeavePlan now = plan;
            byte[] woven = weave(now, module, loader, internalName, redefined, domain, classFile);
            // Weaving takes most of the time that a class needs to be defined, and until it is defined the installation
            // of a plan does not find it (other half: ClassSweep.install). Whoever reads the new plan here is in time.
            if (plan == now) {
                return woven;
            }
        }
    }

    private byte[] weave(
            WeavePlan now,
            Module module,
            ClassLoader loader,
            String internalName,
            Class<?> redefined,
            ProtectionDomain domain,
            byte[] classFile) {
        ClassPlan classPlan = internalName == null ? null : now.find(internalName);
        Batch recording = batch;
        if ((classPlan == null && (recording == null || redefined == null)) || OwnClasses.isLoadedBy(loader)) {
            return null;
        }
        String name = internalName == null ? "" : internalName.replace('/', '.');
        // a class loaded inside a retransformation is reported with the class that is retransformed outside it
        Class<?> type = redefined != null && redefined.getName().equals(name) ? redefined : null;
        if (recording != null && type != null) {
            recording.received.put(type, classFile);
        }
        if (classPlan == null) {
            return null;
        }
        WeaveOutcome outcome;
        byte[] woven = null;
        try {
            Map<MethodId, MethodPlan> methods = classPlan.in(loader);
            Weaver.Result result = recording == null || type == null
                    ? null
                    : recording.prepared.find(type, classFile, methods, now.arming());
            if (result == null) {
                result = Weaver.weave(classFile, methods.values(), now.arming(), accepted(type));
            }
            if (result.classFile() != null) {
                Passing passing = new Passing(name, module, loader, domain, other -> now.find(other) != null);
                WeaveOutcome.Failed failure = classPlan.define(definer, passing);
                if (failure != null) {
                    // the patch that lacks its classes is out of this loader from now on; others may be in force there
                    if (type == null) {
                        keep(LoadEvent.of(loader, name, now.number(), failure));
                    } else if (recording != null) {
                        recording.failures.put(type, failure);
                    }
                    return weave(now, module, loader, internalName, redefined, domain, classFile);
                }
            }
            outcome = result.outcome();
            woven = result.classFile();
            if (type != null && woven != null) {
                accepted.add(type, methods.values());
            }
        } catch (Throwable e) {
            // The JVM would discard it and load the class plain; so do we, but whoever asked gets to know.
            outcome = WeaveOutcome.Failed.because(e);
        }
        if (type == null) {
            keep(LoadEvent.of(loader, name, now.number(), outcome));
        } else if (recording != null) {
            recording.outcomes.put(type, outcome);
            if (woven != null) {
                recording.woven.put(type, woven);
            }
        }
        return woven;
    }

    /** What is known of a class that is retransformed; also if it was woven as it loaded and nobody has looked since. */
    private Map<MethodId, Fingerprint> accepted(Class<?> type) {
        if (type == null) {
            return Map.of();
        }
        if (accepted.of(type).isEmpty()
                && loads.stream()
                        .anyMatch(load -> load.isOf(type) && load.outcome().isInForce())) {
            accept(type);
        }
        return accepted.of(type);
    }

    /** A class was woven by the present plan while it was loading. */
    void accept(Class<?> type) {
        ClassPlan classPlan = plan.find(type.getName().replace('.', '/'));
        if (classPlan != null) {
            accepted.add(type, classPlan.in(type.getClassLoader()).values());
        }
    }

    private void keep(LoadEvent load) {
        if (loadsKept.incrementAndGet() <= MAX_LOADS) {
            loads.add(load);
        } else {
            loadsKept.decrementAndGet();
        }
        onLoad.run();
    }
}
