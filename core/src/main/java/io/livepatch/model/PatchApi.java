package io.livepatch.model;

/** Names in the API that patches are written against. The loaders of patched classes need not have its classes. */
public final class PatchApi {
    /** Internal name of the class whose static methods patched code may call wherever it runs. */
    public static final String SHADOW_VARIABLES = "io/livepatch/api/ShadowVariables";

    /** Of internal names. */
    public static final String PACKAGE = "io/livepatch/api/";

    /** Called by applications, which have it on their class path. */
    private static final String PATCH_POINT = PACKAGE + "PatchPoint";

    private PatchApi() {}

    /** Whether a class is one of the API, by its internal name. */
    public static boolean contains(String className) {
        return className.startsWith(PACKAGE);
    }

    /** Whether a class is one of the API that code of the library cannot use in a patch. */
    public static boolean isForCallbacks(String className) {
        return contains(className) && !className.equals(PATCH_POINT);
    }
}
