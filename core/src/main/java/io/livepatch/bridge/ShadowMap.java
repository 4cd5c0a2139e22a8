package io.livepatch.bridge;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The holders of added fields of one class, by object: compared by identity, held weakly. A holder lives as long as its object,
 * and one that refers to the object keeps both alive for as long as the holder's class.
 *
 * <p>Reading takes no lock. It may overlook a holder while the table grows; whoever finds none looks again under the lock,
 * which is held for no call of anybody else's code, by application threads only.
 */
final class ShadowMap {
    private static final int SMALLEST = 16;
    private static final int LARGEST = 1 << 29;

    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
    private volatile AtomicReferenceArray<Entry> buckets = new AtomicReferenceArray<>(SMALLEST);
    private int size;

    private static final class Entry extends WeakReference<Object> {
        final int hash;
        final Object holder;
        /** Changes when the table grows or an entry goes: a reader then goes astray, and comes to an end. */
        volatile Entry next;

        Entry(Object key, int hash, Object holder, ReferenceQueue<Object> gone) {
            super(key, gone);
            this.hash = hash;
            this.holder = holder;
        }
    }

    /** The holder of an object; null if it has none, or rarely although it has one. */
    Object find(Object key) {
        int hash = System.identityHashCode(key);
        AtomicReferenceArray<Entry> table = buckets;
        // acquire: the entry's holder was filled before the entry was put there (other half: insert)
        for (Entry each = table.getAcquire(index(hash, table.length())); each != null; each = each.next) {
            if (each.hash == hash && each.refersTo(key)) {
                return each.holder;
            }
        }
        return null;
    }

    /** The holder of an object; null if it has none. */
    synchronized Object findSurely(Object key) {
        return find(key);
    }

    /** Gives an object a holder unless it has one; returns the one that it has then. */
    synchronized Object putIfAbsent(Object key, Object holder) {
        Object present = find(key);
        if (present != null) {
            return present;
        }
        expunge();
        if (size >= buckets.length() - (buckets.length() >> 2) && buckets.length() < LARGEST) {
            grow();
        }
        insert(buckets, new Entry(key, System.identityHashCode(key), holder, gone));
        size++;
        return holder;
    }

    /** Holders that are kept, those of objects that have just gone included. */
    synchronized int size() {
        expunge();
        return size;
    }

    private void grow() {
        AtomicReferenceArray<Entry> old = buckets;
        AtomicReferenceArray<Entry> table = new AtomicReferenceArray<>(old.length() << 1);
        for (int i = 0; i < old.length(); i++) {
            Entry next;
            for (Entry each = old.getPlain(i); each != null; each = next) {
                next = each.next;
                insert(table, each);
            }
        }
        buckets = table;
    }

    private static void insert(AtomicReferenceArray<Entry> table, Entry entry) {
        int index = index(entry.hash, table.length());
        entry.next = table.getPlain(index);
        table.setRelease(index, entry);
    }

    private void expunge() {
        for (Reference<?> each = gone.poll(); each != null; each = gone.poll()) {
            remove((Entry) each);
        }
    }

    private void remove(Entry entry) {
        int index = index(entry.hash, buckets.length());
        Entry before = null;
        for (Entry each = buckets.getPlain(index); each != null; each = each.next) {
            if (each == entry) {
                if (before == null) {
                    buckets.setRelease(index, entry.next);
                } else {
                    before.next = entry.next;
                }
                size--;
                return;
            }
            before = each;
        }
    }

    /** Identity hash codes are 25 to 31 random bits, of which the lower ones do. */
    private static int index(int hash, int length) {
        return (hash ^ hash >>> 16) & length - 1;
    }
}
