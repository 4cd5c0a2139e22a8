package io.livepatch.statics;

import io.livepatch.api.StaticState;
import io.livepatch.api.Undo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What one callback does with static fields and live objects, from the first of its methods to the last. Holds the old values, the classes
 * and what the callback gave it, so whoever keeps it keeps their class loaders. For one thread at a time; {@link #close} may be called while a callback that was
 * left to itself is still at work.
 */
public final class StaticChanges implements StaticState {
    private final JvmClasses classes;
    private final Journal journal;
    private final JdkUnsafe unsafe = new JdkUnsafe();
    private final Recompilation recompilation;
    private final NewValues newValues;

    /**
     * Nothing is changed yet. Needs {@code java.lang}, {@code jdk.internal.reflect} and {@code jdk.internal.misc} to be open to us.
     *
     * @param history takes a line for each change
     * @param newClassFiles NEW's class file of a patched class by its binary name; null for a class that the patch does not bring
     */
    public StaticChanges(Consumer<String> history, Function<String, byte[]> newClassFiles, JvmClasses classes) {
        this.classes = classes;
        journal = new Journal(history);
        recompilation = new Recompilation(classes);
        newValues = new NewValues(newClassFiles, classes, unsafe);
    }

    @Override
    public Object get(Class<?> owner, String field) throws NoSuchFieldException {
        return StaticField.of(unsafe, owner, field).get();
    }

    @Override
    public void set(Class<?> owner, String field, Object value, Undo undo) throws NoSuchFieldException {
        StaticField found = StaticField.of(unsafe, owner, field);
        found.check(value);
        Map<StaticField, Object> values = new LinkedHashMap<>();
        values.put(found, value);
        assign(values, undo, "set");
    }

    @Override
    public void reinitialize(Class<?> owner, Undo undo, String... fields) throws NoSuchFieldException {
        Map<String, StaticField> found = new LinkedHashMap<>();
        for (String each : fields) {
            found.put(each, StaticField.of(unsafe, owner, each));
        }
        assign(newValues.of(owner, found.values()), undo, "initialized anew");
    }

    private void assign(Map<StaticField, Object> values, Undo undo, String how) {
        for (StaticField each : values.keySet()) {
            if (each.isFinal()) {
                Constants.refuse(each, classes);
                recompilation.check(each);
            }
        }
        Assignment assignment = new Assignment(values, recompilation);
        journal.make(assignment::make, undo == Undo.AFTER_UNPATCH ? assignment : null);
        journal.record(assignment + " " + how + assignment.recompile());
    }

    @Override
    public <T> int visit(Class<T> type, Consumer<? super T> visitor, Object... roots) {
        return run(new Visit<>(type, visitor, null), roots);
    }

    @Override
    public <T> int visitAndUndo(Class<T> type, Consumer<? super T> visitor, Consumer<? super T> undo, Object... roots) {
        Visit<T> visit = new Visit<>(type, visitor, undo);
        journal.make(() -> {}, visit);
        return run(visit, roots);
    }

    private <T> int run(Visit<T> visit, Object... roots) {
        List<T> found = find(visit.type(), roots);
        for (T each : found) {
            journal.checkOpen();
            visit.to(each);
        }
        journal.record(found.size() + " objects of the type " + visit.type().getName() + " visited");
        return found.size();
    }

    private <T> List<T> find(Class<T> type, Object... roots) {
        ReachableObjects objects = new ReachableObjects(unsafe, ReachableObjects.MAX_OBJECTS);
        List<T> found = objects.find(type, roots);
        if (!objects.unreadable().isEmpty()) {
            journal.record("references of these classes were not followed, since a type of a field cannot be loaded: "
                    + String.join(", ", objects.unreadable()));
        }
        return found;
    }

    /** From now on no change is accepted. Returns those that are to be taken back, the latest first. */
    public List<MadeChange> close() {
        return journal.close();
    }
}
