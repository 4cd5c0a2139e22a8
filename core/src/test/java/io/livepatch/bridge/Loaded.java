package io.livepatch.bridge;

import io.livepatch.testing.Sources;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.Map;

/** Classes of a package of their own in a loader of their own, one of which was added by a patch. */
final class Loaded extends ClassLoader {
    static final String ADDED = "p.Access";

    private static final String[] SOURCES = {"""
        package p;
        public class Base {
            protected final String base;
            protected Base(String base) { this.base = base; }
            Base() { this("none"); }
            protected String name() { return "base"; }
            protected String inherited(int i) { return base + i; }
        }
        """, """
        package p;
        public interface Greeting { default String greet() { return "hello " + this; } }
        """, """
        package p;
        public class Thing extends Base implements Greeting, Cloneable {
            private int number = 1;
            private final int fixed;
            private static long total = 10;
            private volatile String word = "old";
            private static volatile char letter = 'a';
            private static final int CONSTANT = Integer.parseInt("5");
            private Thing(int fixed) { super("thing"); this.fixed = fixed; }
            public static Thing of(int fixed) { return new Thing(fixed); }
            public int fixed() { return fixed; }
            public String word() { return word; }
            private String secret(int i) { return "secret " + i; }
            private static int sum(int... all) { return java.util.stream.IntStream.of(all).sum(); }
            protected String name() { return "thing"; }
            public String greet() { return "good day"; }
            public Thing copy() throws CloneNotSupportedException { return (Thing) clone(); }
            private void fail() throws java.io.IOException { throw new java.io.IOException("as written"); }
            public String toString() { return "T" + number; }
        }
        """, """
        package p;
        public record Point(int x) {}
        """, """
        package p;
        public class Holder {
            public static int made;
            public int count;
            public int found;
            public String of;
            public volatile long big;
            public void initialize(Thing thing) { made++; count = 3; of = thing.toString(); found = again(thing).count; big = 4; }
            static Holder again(Thing thing) { return again == null ? new Holder() : again.apply(thing); }
            public static java.util.function.Function<Thing, Holder> again;
        }
        """, """
        package p;
        public class Failing { public void initialize(Thing thing) { throw new IllegalStateException("no holder"); } }
        """, """
        package p;
        public class Access {
            public static java.lang.invoke.MethodHandles.Lookup lookup() { return java.lang.invoke.MethodHandles.lookup(); }
        }
        """, """
        package p;
        public class Stranger {
            public static java.lang.invoke.MethodHandles.Lookup lookup() { return java.lang.invoke.MethodHandles.lookup(); }
        }
        """};
    private static final Map<String, byte[]> CLASS_FILES = Sources.compile(17, SOURCES);

    private final DefinedClasses ours = new DefinedClasses();

    Loaded() {
        super(getPlatformClassLoader());
        ours.of(this, ADDED, "digest");
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] classFile = CLASS_FILES.get(name.replace('.', '/'));
        if (classFile == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, classFile, 0, classFile.length);
    }

    Linker linker() {
        return new Linker(ours);
    }

    Class<?> type(String simpleName) throws ClassNotFoundException {
        return loadClass("p." + simpleName);
    }

    Lookup lookup(String simpleName) throws ReflectiveOperationException {
        return (Lookup) type(simpleName).getMethod("lookup").invoke(null);
    }

    /** An object of class {@code Thing}. */
    Object thing(int fixed) throws ReflectiveOperationException {
        return type("Thing").getMethod("of", int.class).invoke(null, fixed);
    }
}
