package io.livepatch.api;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/** An object, compared by identity and held weakly, and the id of one of its variables. */
final class ShadowKey extends WeakReference<Object> {
    private final WeakReference<ShadowTable> table;
    private final String id;
    private final int hash;

    ShadowKey(WeakReference<ShadowTable> table, Object object, String id, ReferenceQueue<Object> gone) {
        super(object, gone);
        this.table = table;
        this.id = id;
        this.hash = hash(object, id);
    }

    /** The table that holds the variable; null if that is gone as well. */
    ShadowTable table() {
        return table.get();
    }

    boolean hasId(String other) {
        return id.equals(other);
    }

    /** Of the same variable; once the object is gone, the same key. */
    @Override
    public boolean equals(Object other) {
        if (this == other || !(other instanceof ShadowKey)) {
            return this == other;
        }
        Object object = get();
        return object != null && ((ShadowKey) other).isOf(object, id, hash);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    private boolean isOf(Object object, String otherId, int otherHash) {
        return hash == otherHash && get() == object && id.equals(otherId);
    }

    private static int hash(Object object, String id) {
        return 31 * System.identityHashCode(object) + id.hashCode();
    }

    /** What finds a key in a map: no reference that the garbage collector would have to look after. */
    static final class Sought {
        private final Object object;
        private final String id;
        private final int hash;

        Sought(Object object, String id) {
            this.object = object;
            this.id = id;
            this.hash = hash(object, id);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ShadowKey && ((ShadowKey) other).isOf(object, id, hash);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
