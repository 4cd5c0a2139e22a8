package io.livepatch.it.target;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;

/** What this JVM takes up once everything that is not referred to is gone. */
final class Footprint {
    private static final int COLLECTIONS = 4;

    private Footprint() {}

    /** As {@code key=value} pairs: bytes of heap, bytes of memory for classes, live threads. */
    static String measure() {
        long heap = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            // some garbage is let go only by the collection after the one that found it; a thread about to end may hold
            // some as long
            System.gc();
            heap = Math.min(heap, heapAfterCollection());
        }
        long metaspace = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.NON_HEAP)
                .filter(pool ->
                        pool.getName().contains("Metaspace") || pool.getName().contains("Class Space"))
                .mapToLong(pool -> pool.getUsage().getUsed())
                .sum();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        return "heap=" + heap + ";metaspace=" + metaspace + ";threads=" + threads;
    }

    /** Not what is used now: that has whole buffers in it which threads have been given since to allocate from. */
    private static long heapAfterCollection() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }
}
