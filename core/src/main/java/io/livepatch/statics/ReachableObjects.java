package io.livepatch.statics;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A walk over the objects that some others refer to by fields and array elements. It reads memory and calls no method of an object; the
 * objects may change meanwhile. For one thread.
 */
final class ReachableObjects {
    /** Some hundred megabytes of heap are needed to remember so many. */
    static final int MAX_OBJECTS = 10_000_000;

    private static final int OBJECTS_BETWEEN_LOOKS = 1 << 12;
    /** What a garbage collector keeps to itself. */
    private static final Set<String> NOT_STRONG = Set.of("referent", "discovered");

    private final JdkUnsafe unsafe;
    private final int limit;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> open = new ArrayDeque<>();
    private final Map<Class<?>, long[]> offsets = new HashMap<>();
    private final Set<String> unreadable = new TreeSet<>();

    ReachableObjects(JdkUnsafe unsafe, int limit) {
        this.unsafe = unsafe;
        this.limit = limit;
    }

    /**
     * Those of a type, in the order in which they are found, which begins with the roots.
     *
     * @param roots a class stands for its static fields; null for nothing
     * @throws IllegalStateException if there are more objects than can be remembered, or the thread is interrupted
     */
    <T> List<T> find(Class<T> type, Object... roots) {
        List<T> found = new ArrayList<>();
        for (Object each : roots) {
            if (each instanceof Class<?> root) {
                addStatics(root);
            } else {
                add(each);
            }
        }
        for (Object next = open.poll(); next != null; next = open.poll()) {
            if (type.isInstance(next)) {
                found.add(type.cast(next));
            }
            if (next instanceof Object[] array) {
                for (Object each : array) {
                    add(each);
                }
            } else {
                for (long offset : offsets(next.getClass())) {
                    add(unsafe.reference(next, offset));
                }
            }
        }
        return found;
    }

    /** Classes whose fields could not be read, because the type of one cannot be loaded. */
    Set<String> unreadable() {
        return unreadable;
    }

    private void add(Object object) {
        if (object == null || !seen.add(object)) {
            return;
        }
        open.add(object);
        if (seen.size() > limit) {
            throw new IllegalStateException("more than " + limit
                    + " objects can be reached, too many to look at; begin closer to the ones that are meant");
        }
        if (seen.size() % OBJECTS_BETWEEN_LOOKS == 0 && Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted after " + seen.size() + " objects; none was visited");
        }
    }

    private void addStatics(Class<?> root) {
        for (Field each : fields(root)) {
            if (Modifier.isStatic(each.getModifiers()) && !each.getType().isPrimitive()) {
                add(unsafe.reference(unsafe.staticBase(each), unsafe.staticOffset(each)));
            }
        }
    }

    private long[] offsets(Class<?> type) {
        long[] known = offsets.get(type);
        if (known == null) {
            known = findOffsets(type);
            offsets.put(type, known);
        }
        return known;
    }

    private long[] findOffsets(Class<?> type) {
        List<Long> found = new ArrayList<>();
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            for (Field each : fields(declaring)) {
                boolean strong = declaring != Reference.class || !NOT_STRONG.contains(each.getName());
                if (strong
                        && !Modifier.isStatic(each.getModifiers())
                        && !each.getType().isPrimitive()) {
                    found.add(unsafe.objectOffset(each));
                }
            }
        }
        return found.stream().mapToLong(Long::longValue).toArray();
    }

    private Field[] fields(Class<?> type) {
        try {
            return unsafe.declaredFields(type);
        } catch (LinkageError e) {
            unreadable.add(type.getName());
            return new Field[0];
        }
    }
}
