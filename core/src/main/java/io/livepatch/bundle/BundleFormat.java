package io.livepatch.bundle;

/** Names and limits of the bundle format. The limits bound the memory that a hostile file can take while it is read. */
public final class BundleFormat {
    /** Written as {@code formatVersion} of a bundle with callbacks; a reader refuses any higher one. */
    public static final int VERSION = 4;

    /** Written for other bundles that concern code outside, have code of their own or are for some Java releases. */
    static final int VERSION_WITH_OUTSIDE = 3;

    /** Written for other bundles with added classes. Earlier readers would ignore what the JDK keeps and finds by itself. */
    static final int VERSION_WITH_ADDED = 2;

    /** Written for all other bundles, so that earlier readers take them. They would ignore the rest. */
    static final int VERSION_OF_BODIES = 1;

    /** Of the bundle file, in bytes. */
    public static final int MAX_FILE_SIZE = 32 << 20;

    /** Of one entry once inflated, in bytes. */
    public static final int MAX_ENTRY_SIZE = 4 << 20;

    /** Of all entries together once inflated, in bytes. */
    public static final int MAX_TOTAL_SIZE = 64 << 20;

    public static final int MAX_ENTRIES = 10_000;

    /** Of JSON arrays and objects within each other. */
    static final int MAX_NESTING = 16;

    static final String MANIFEST = "META-INF/MANIFEST.MF";
    static final String DESCRIPTOR = "META-INF/livepatch/patch.json";
    static final String CLASSES = "META-INF/livepatch/classes/";
    static final String ADDED = "META-INF/livepatch/added/";
    static final String CODE = "META-INF/livepatch/code/";
    static final String CLASS_SUFFIX = ".class";

    private BundleFormat() {}

    static String entryOf(String className) {
        return CLASSES + className.replace('.', '/') + CLASS_SUFFIX;
    }

    static String codeEntryOf(String className) {
        return CODE + className.replace('.', '/') + CLASS_SUFFIX;
    }

    static String addedEntryOf(String className) {
        return ADDED + className.replace('.', '/') + CLASS_SUFFIX;
    }
}
