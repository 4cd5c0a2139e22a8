package io.livepatch.weave;

/** Where the body of a method comes from. Compared by identity: the same body is the same object. */
public sealed interface Body {
    /** The body in the class file that the JVM hands to us: the class as loaded, with what other agents made of it. */
    Body ORIGINAL = new Original();

    /** See {@link #ORIGINAL}. */
    final class Original implements Body {
        private Original() {}
    }

    /** The body in a class file that a patch brings. One instance for each class of a patch. */
    final class Patched implements Body {
        private final String patch;
        private final byte[] classFile;

        public Patched(String patch, byte[] classFile) {
            this.patch = patch;
            this.classFile = classFile.clone();
        }

        /** Name of the patch. */
        public String patch() {
            return patch;
        }

        byte[] classFile() {
            return classFile;
        }
    }
}
