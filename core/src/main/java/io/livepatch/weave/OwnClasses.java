package io.livepatch.weave;

/** The engine's own classes and libraries. The application may use libraries of the same names; only those are patched. */
final class OwnClasses {
    private static final ClassLoader ENGINE = OwnClasses.class.getClassLoader();
    /** Where the engine was put on the application's class path, as tests do, the two cannot be told apart. */
    private static final boolean ISOLATED = ENGINE != ClassLoader.getSystemClassLoader();

    private OwnClasses() {}

    static boolean isLoadedBy(ClassLoader loader) {
        return ISOLATED && loader == ENGINE;
    }
}
