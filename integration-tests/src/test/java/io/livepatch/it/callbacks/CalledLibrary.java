package io.livepatch.it.callbacks;

import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;

/**
 * The library and the callbacks of the transcripts, as the kernel's {@code test-callbacks.sh} has them: p.Jvm is what {@code vmlinux} is there, and p.Library, which
 * runs beside each loader of the library, what the target module is.
 */
final class CalledLibrary {
    static final String THING = "lib.Thing";
    static final String SWITCH = "lib.Switch";
    static final String[] LIBRARY = {"""
        package lib;
        import io.livepatch.it.target.Gates;
        public class Thing {
            public static int m() { return VERSION; }
            public static int hold() { Gates.pass("gate"); return VERSION; }
        }
        """, """
        package lib;
        public class Switch {
            public static volatile String failing = "";
            public static String fail(String when) { failing = when; return "set"; }
            public static void check(String when) { if (failing.equals(when)) throw new IllegalStateException("refused by a test"); }
        }
        """};
    static final String[] CODE = {"""
        package p;
        import io.livepatch.api.*;
        public class Library implements PatchCallbacks {
            public void prePatch(PatchContext c) {
                lib.Switch.check("prePatch");
                if (c.loader() != lib.Thing.class.getClassLoader()) throw new AssertionError("another loader");
            }
            public void postPatch(PatchContext c) { lib.Switch.check("postPatch"); expect(1); }
            public void preUnpatch(PatchContext c) { lib.Switch.check("preUnpatch"); expect(1); }
            public void postUnpatch(PatchContext c) { lib.Switch.check("postUnpatch"); expect(0); }
            private static void expect(int version) {
                if (lib.Thing.m() != version) throw new AssertionError("the wrong side");
            }
        }
        """, """
        package p;
        import io.livepatch.api.*;
        @OncePerJvm
        public class Jvm implements PatchCallbacks {
            public void prePatch(PatchContext c) {
                if (Boolean.getBoolean("refuse")) throw new IllegalStateException("refused by a test");
            }
        }
        """};

    private CalledLibrary() {}

    /** A JVM that loads the library later, or never. */
    static TargetJvm target(Jdk jdk, Path dir) {
        return TargetJvm.on(jdk, dir).agent("").start();
    }

    static Path bundle(Path dir, Versions versions, String name) {
        return new CallbackBundle(dir, versions).code(CODE).build(name, "p.Jvm", "p.Library");
    }
}
