package io.livepatch.weave;

import io.livepatch.model.MethodId;
import io.livepatch.weave.WeavingTransformer.Batch;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The classes of this JVM and the one way to change them. Not thread-safe but for {@link #loaded}: the engine has one
 * retransformation at a time.
 */
public final class LiveClasses {
    private final Instrumentation instrumentation;
    private final WeavingTransformer transformer;

    /** Installs the transformer; it touches no class until there is a plan. */
    public LiveClasses(Instrumentation instrumentation, ClassDefiner definer) {
        this.instrumentation = instrumentation;
        transformer = new WeavingTransformer(definer);
        instrumentation.addTransformer(transformer, true);
    }

    /** The loaded classes of the given binary names, in every loader. */
    public List<Class<?>> loaded(Set<String> names) {
        return loaded((Class<?> type) -> names.contains(type.getName()));
    }

    /** The loaded classes and interfaces that are not of livepatch itself, in every loader. */
    public List<Class<?>> loaded() {
        return loaded((Class<?> type) -> !type.isArray());
    }

    private List<Class<?>> loaded(Predicate<Class<?>> wanted) {
        List<Class<?>> found = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            // the array has been seen to hold nulls; array classes share no name with a patched class
            if (type != null && wanted.test(type) && !OwnClasses.isLoadedBy(type.getClassLoader())) {
                found.add(type);
            }
        }
        return found;
    }

    public boolean isModifiable(Class<?> type) {
        return instrumentation.isModifiableClass(type);
    }

    public WeavePlan plan() {
        return transformer.plan();
    }

    /** From now on classes are woven by this plan, when they load and when they are retransformed. */
    public void use(WeavePlan plan) {
        transformer.use(plan);
    }

    /** Has a listener told of each load of a class of the plan, on the thread that loads it, before it can be found: it must not block. */
    public void onLoad(Runnable listener) {
        transformer.onLoad(listener);
    }

    /** A class is known to have been woven by the present plan while it was loading. */
    public void accept(Class<?> type) {
        transformer.accept(type);
    }

    /** Takes the oldest load event that nobody has looked at yet; null if there is none. */
    public LoadEvent pollLoad() {
        return transformer.pollLoad();
    }

    /**
     * The class files as they come to us, before our own weaving. Retransforms the classes by the present plan, which leaves
     * them as they are.
     */
    public Map<Class<?>, byte[]> capture(Collection<Class<?>> types) throws WeavingException {
        return retransform(types, PreparedWeaves.NONE).received;
    }

    /**
     * Brings classes to the present plan, all in one VM operation.
     *
     * @param prepared what was woven for it before
     * @return what the transformer did with each
     * @throws WeavingException if the JVM refuses; then no class has changed
     */
    public Map<Class<?>, WeaveOutcome> weave(Collection<Class<?>> types, PreparedWeaves prepared)
            throws WeavingException {
        WeavePlan plan = transformer.plan();
        EffectObserver observer = new EffectObserver();
        instrumentation.addTransformer(observer, true);
        try {
            Batch batch = retransform(types, prepared);
            batch.woven.forEach((type, ours) -> {
                Set<MethodId> methods = plan.find(type.getName().replace('.', '/'))
                        .in(type.getClassLoader())
                        .keySet();
                batch.outcomes.put(type, observer.effect(type, ours, methods));
            });
            batch.outcomes.putAll(batch.failures);
            return batch.outcomes;
        } finally {
            instrumentation.removeTransformer(observer);
        }
    }

    private Batch retransform(Collection<Class<?>> types, PreparedWeaves prepared) throws WeavingException {
        Batch batch = new Batch(prepared);
        if (types.isEmpty()) {
            return batch;
        }
        types.forEach(LiveClasses::link);
        transformer.record(batch);
        try {
            instrumentation.retransformClasses(types.toArray(Class<?>[]::new));
        } catch (Exception | LinkageError | InternalError | OutOfMemoryError e) {
            throw new WeavingException("the JVM refuses to change the classes: " + e, e);
        } finally {
            transformer.record(null);
        }
        return batch;
    }

    /** Retransforming a class that another thread is linking gives VerifyErrors or crashes (JDK-8277444), so link it first. */
    @SuppressWarnings("ReturnValueIgnored") // called for its effect
    static void link(Class<?> type) {
        try {
            // links without initialising, and resolves only the types of constructor parameters
            type.getDeclaredConstructors();
        } catch (NoClassDefFoundError | TypeNotPresentException e) {
            // An optional type is missing; by then the class is linked.
            return;
        }
    }
}
