package io.livepatch.api;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The variables of all objects of one class. A table lives with that class, so that values which refer back to their objects do
 * not keep the loader of both from being collected. Classes of the boot loader have one together: they live for ever.
 *
 * <p>Thread-safe. The map calls the methods of {@link ShadowKey} only, so its locks are never held for code of others.
 */
final class ShadowTable {
    private static final ReferenceQueue<Object> GONE = new ReferenceQueue<>();
    /** Weakly, since a table is to go with its class. */
    private static final Set<WeakReference<ShadowTable>> ALL = ConcurrentHashMap.newKeySet();

    private static final ShadowTable OF_BOOT_LOADER = registered();
    private static final ClassValue<ShadowTable> BY_CLASS = new ClassValue<ShadowTable>() {
        @Override
        protected ShadowTable computeValue(Class<?> type) {
            return registered();
        }
    };

    private final Map<Object, ShadowCell> cells = new ConcurrentHashMap<>();
    /** For keys, which outlive their table in the queue of those whose objects are gone. */
    private final WeakReference<ShadowTable> self = new WeakReference<>(this);

    private ShadowTable() {}

    private static ShadowTable registered() {
        ShadowTable table = new ShadowTable();
        ALL.removeIf(each -> each.get() == null);
        ALL.add(table.self);
        return table;
    }

    /** The table for an object. Lets go of the variables of objects that are gone, whatever table they are in. */
    static ShadowTable of(Object object) {
        expunge();
        Class<?> type = object.getClass();
        return type.getClassLoader() == null ? OF_BOOT_LOADER : BY_CLASS.get(type);
    }

    /** All tables that somebody may have put something into. */
    static List<ShadowTable> all() {
        expunge();
        List<ShadowTable> tables = new ArrayList<>();
        for (WeakReference<ShadowTable> each : ALL) {
            ShadowTable table = each.get();
            if (table != null) {
                tables.add(table);
            }
        }
        return tables;
    }

    /** Variables that are kept, in all tables. */
    static int count() {
        return all().stream().mapToInt(each -> each.cells.size()).sum();
    }

    private static void expunge() {
        for (Reference<?> each = GONE.poll(); each != null; each = GONE.poll()) {
            ShadowKey key = (ShadowKey) each;
            ShadowTable table = key.table();
            if (table != null) {
                table.cells.remove(key);
            }
        }
    }

    /** The cell of a variable; null if there is none. */
    ShadowCell find(Object object, String id) {
        return cells.get(new ShadowKey.Sought(object, id));
    }

    /** Takes a cell out; false if somebody else has done that. */
    boolean remove(Object object, String id, ShadowCell cell) {
        return cells.remove(new ShadowKey.Sought(object, id), cell);
    }

    /**
     * Puts a cell there unless there is one, and has the constructor make its value. If that fails the cell goes.
     *
     * @param mine made by this thread just now
     * @return the cell that is there: this one with its value, or another
     */
    ShadowCell make(Object object, String id, ShadowCell mine, Supplier<?> constructor) {
        Object construction = mine.content;
        Object value = null;
        try {
            ShadowCell other = cells.putIfAbsent(new ShadowKey(self, object, id, GONE), mine);
            if (other != null) {
                return other;
            }
            value = constructor.get();
            if (value == null) {
                throw new NullPointerException("the constructor of the shadow variable " + id + " of a "
                        + object.getClass().getName() + " returned null, which is no value");
            }
            return mine;
        } finally {
            // A plain write before any call: code that recurses deeply may be out of stack anywhere in here, and
            // whoever waits must not wait
            // for ever. What the calls fail to do, others do (other halves: ShadowCell.awaitContent,
            // ShadowVariables.getOrAlloc and alloc).
            mine.content = value;
            if (value == null) {
                remove(object, id, mine);
            }
            ShadowCell.wake(construction);
        }
    }

    /** Takes out all variables of an id, and hands over object and value of each. */
    void removeAll(String id, BiConsumer<Object, Object> destructor) {
        cells.forEach((key, cell) -> {
            ShadowKey each = (ShadowKey) key;
            Object value = cell.value();
            // held from here on, so that the key goes on finding it
            Object object = each.hasId(id) && value != null ? each.get() : null;
            if (object != null && cells.remove(each, cell)) {
                destructor.accept(object, value);
            }
        });
    }
}
