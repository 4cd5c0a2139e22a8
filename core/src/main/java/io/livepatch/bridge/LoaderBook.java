package io.livepatch.bridge;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Values by class loader, where null is the boot loader. Loaders are compared by identity, since they may have an
 * {@code equals} of their own, and held weakly; a value must not refer to its loader. Application threads and ours use it
 * together, so there is no lock of ours in it.
 */
public final class LoaderBook<V> {
    private final ConcurrentMap<Key, V> values = new ConcurrentHashMap<>();
    private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
    private final Key boot = new Key(null, null);

    private static final class Key extends WeakReference<ClassLoader> {
        private final int hash;

        Key(ClassLoader loader, ReferenceQueue<ClassLoader> gone) {
            super(loader, gone);
            hash = System.identityHashCode(loader);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            if (this == other) {
                return true;
            }
            ClassLoader loader = get();
            return loader != null && other instanceof Key key && key.refersTo(loader);
        }
    }

    /** The value of a loader, or null. */
    public V find(ClassLoader loader) {
        return values.get(key(loader, null));
    }

    /** The value of a loader, made if there is none. Of several threads that make one, all get the same. */
    public V findOrMake(ClassLoader loader, Supplier<V> maker) {
        V value = find(loader);
        return value != null ? value : putIfAbsent(loader, maker.get());
    }

    /** Sets the value of a loader that has none; returns the one that it has then. */
    public V putIfAbsent(ClassLoader loader, V value) {
        expunge();
        V present = values.putIfAbsent(key(loader, gone), value);
        return present == null ? value : present;
    }

    /** Sets the value of a loader. */
    public void put(ClassLoader loader, V value) {
        expunge();
        values.put(key(loader, gone), value);
    }

    private Key key(ClassLoader loader, ReferenceQueue<ClassLoader> queue) {
        return loader == null ? boot : new Key(loader, queue);
    }

    private void expunge() {
        for (Reference<?> key = gone.poll(); key != null; key = gone.poll()) {
            values.remove(key);
        }
    }
}
