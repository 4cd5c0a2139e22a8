package io.livepatch.patchcode;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Has the own code of a patch see what one loader of patched classes sees, and the agent's {@code io.livepatch.api}. Its own classes come first, so that one of the same name
 * in the application is not taken for it. Made for each use and then let go of, with its classes.
 */
public final class PatchCodeLoader extends ClassLoader {
    /** Of the agent: patch code, callbacks and patched bodies of all patches share it. */
    private static final String API = "io.livepatch.api.";

    private final Predicate<String> isOwn;
    private final Function<String, byte[]> classFiles;

    /**
     * A loader beside the patched classes.
     *
     * @param library theirs, null for the boot loader
     * @param isOwn whether the code of the patch has a class of this name
     * @param classFiles the class file of such a class
     */
    public PatchCodeLoader(ClassLoader library, Predicate<String> isOwn, Function<String, byte[]> classFiles) {
        super("livepatch-code", library == null ? getPlatformClassLoader() : library);
        this.isOwn = isOwn;
        this.classFiles = classFiles;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(API)) {
            return Class.forName(name, false, PatchCodeLoader.class.getClassLoader());
        }
        if (!isOwn.test(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!isOwn.test(name)) {
            throw new ClassNotFoundException(name);
        }
        byte[] classFile = classFiles.apply(name);
        return defineClass(name, classFile, 0, classFile.length);
    }
}
