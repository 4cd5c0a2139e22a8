package io.livepatch.agent;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Loads the engine and its libraries from below {@code inst/} of livepatch.jar, where class files end in {@code .classdata}:
 * neither the application's loaders nor class path scanners take them for classes.
 *
 * <p>Parents come first. The JAR stays open as long as the loader lives, which for an agent is as long as the JVM; signatures
 * of the JAR are not checked, as the JVM does not check them for an agent either.
 */
final class EngineClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String PREFIX = "inst/";
    private static final String CLASS = ".class";
    private static final String CLASS_DATA = ".classdata";

    private final File file;
    private final JarFile jar;
    private final ProtectionDomain domain;

    EngineClassLoader(File file, ProtectionDomain domain, ClassLoader parent) throws IOException {
        super(parent);
        this.file = file;
        this.jar = new JarFile(file, false);
        this.domain = domain;
    }

    boolean contains(String className) {
        return jar.getEntry(classEntry(className)) != null;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        ZipEntry entry = jar.getEntry(classEntry(name));
        if (entry == null) {
            throw new ClassNotFoundException(name);
        }
        try {
            byte[] bytes = read(entry);
            definePackageOf(name);
            return defineClass(name, bytes, 0, bytes.length, domain);
        } catch (IOException e) {
            throw new ClassNotFoundException(name + " cannot be read from " + file, e);
        }
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        // an own resource comes from the open JAR: the way by URL would open it once more, and keep it open
        ZipEntry entry = jar.getEntry(resourceEntry(name));
        try {
            return entry == null ? super.getResourceAsStream(name) : jar.getInputStream(entry);
        } catch (IOException e) {
            // the contract of the method: what cannot be read is not there
            return null;
        }
    }

    @Override
    protected URL findResource(String name) {
        String entry = resourceEntry(name);
        if (jar.getEntry(entry) == null) {
            return null;
        }
        try {
            return new URL("jar:" + file.toURI() + "!/" + entry);
        } catch (MalformedURLException e) {
            throw new IllegalStateException("no URL for " + entry + " in " + file, e);
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL found = findResource(name);
        return found == null
                ? Collections.<URL>emptyEnumeration()
                : Collections.enumeration(Collections.singletonList(found));
    }

    private byte[] read(ZipEntry entry) throws IOException {
        byte[] bytes = new byte[(int) entry.getSize()];
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            in.readFully(bytes);
        }
        return bytes;
    }

    /** With the version of the JAR, so that classes can tell it by their package. */
    private void definePackageOf(String className) throws IOException {
        String name = className.substring(0, Math.max(0, className.lastIndexOf('.')));
        synchronized (domain) {
            if (getPackage(name) == null) {
                Attributes main = jar.getManifest().getMainAttributes();
                String title = main.getValue(Attributes.Name.IMPLEMENTATION_TITLE);
                String version = main.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
                definePackage(name, null, null, null, title, version, null, null);
            }
        }
    }

    private static String classEntry(String className) {
        return PREFIX + className.replace('.', '/') + CLASS_DATA;
    }

    private static String resourceEntry(String name) {
        return PREFIX + (name.endsWith(CLASS) ? name.substring(0, name.length() - CLASS.length()) + CLASS_DATA : name);
    }
}
