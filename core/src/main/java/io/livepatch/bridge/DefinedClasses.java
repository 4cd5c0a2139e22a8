package io.livepatch.bridge;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which classes of this JVM are ours: what patches added, by loader. A class cannot be taken out of a loader again, so an entry
 * lives as long as its loader. Lock-free; holds on to no loader.
 */
public final class DefinedClasses {
    private final LoaderBook<ConcurrentMap<String, Definition>> byLoader = new LoaderBook<>();

    /** One class in one loader, from the moment in which somebody sets about defining it. */
    public static final class Definition {
        private final String digest;
        private final AtomicInteger attempts = new AtomicInteger();
        private volatile boolean done;

        private Definition(String digest) {
            this.digest = digest;
        }

        /** Whether the class is there. */
        public boolean isDone() {
            return done;
        }

        /** Whether the class file is the same, so that the class may be used for it. */
        public boolean isOf(String otherDigest) {
            return digest.equals(otherDigest);
        }

        /** Announces an attempt to define it. */
        public void attempt() {
            attempts.incrementAndGet();
        }

        /** Whether more than one thread has set about defining it. */
        public boolean isContended() {
            return attempts.get() > 1;
        }
    }

    /**
     * The definition of a class; a new one is noted before the class is there, since it may be used at once.
     *
     * @param digest tells class files of one name apart
     */
    public Definition of(ClassLoader loader, String name, String digest) {
        return byLoader.findOrMake(loader, ConcurrentHashMap::new).computeIfAbsent(name, key -> new Definition(digest));
    }

    /** The class is there. */
    public void confirm(ClassLoader loader, String name, Definition definition) {
        definition.done = true;
        // another thread that failed may have forgotten it meanwhile
        byLoader.findOrMake(loader, ConcurrentHashMap::new).put(name, definition);
    }

    /** The class could not be defined. */
    public void forget(ClassLoader loader, String name, Definition definition) {
        ConcurrentMap<String, Definition> names = byLoader.find(loader);
        if (names != null && !definition.done) {
            names.remove(name, definition);
        }
    }

    /** Whether a class was added by a patch. */
    public boolean contains(Class<?> type) {
        ConcurrentMap<String, Definition> names = byLoader.find(type.getClassLoader());
        return names != null && names.containsKey(type.getName());
    }
}
