package io.livepatch.it.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Loads whose end the test decides on: the loader waits at a gate when the JVM asks it for the superclass. */
public final class SlowLoad {
    private static final Map<String, Class<?>> LOADED = new ConcurrentHashMap<>();

    private SlowLoad() {}

    /** Child first, for the classes of one directory. */
    private static final class WaitingLoader extends ClassLoader {
        private final Path directory;
        private final String gate;

        WaitingLoader(Path directory, String gate) {
            super(gate, SlowLoad.class.getClassLoader());
            this.directory = directory;
            this.gate = gate;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.endsWith("Base")) {
                Gates.pass(gate);
            }
            Path file = directory.resolve(name.replace('.', '/') + ".class");
            Class<?> known = findLoadedClass(name);
            if (known != null || !Files.exists(file)) {
                return known != null ? known : super.loadClass(name, resolve);
            }
            try {
                byte[] bytes = Files.readAllBytes(file);
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Loads a class, whose superclass is called Base, and waits at the gate meanwhile; runs nothing of it. */
    static String load(String directory, String type, String gate) throws ClassNotFoundException {
        LOADED.put(gate, new WaitingLoader(Path.of(directory), gate).loadClass(type));
        return gate;
    }

    /** What the class says that was loaded by way of the gate. */
    static String version(String gate) throws ReflectiveOperationException {
        return LOADED.get(gate).getMethod("version").invoke(null).toString();
    }
}
