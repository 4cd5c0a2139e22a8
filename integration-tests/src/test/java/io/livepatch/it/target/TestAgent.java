package io.livepatch.it.target;

import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An agent of the tests' own. It counts what other agents retransform or redefine, and can redefine classes all at once, as every
 * tool without a consistency model does.
 */
public final class TestAgent {
    private static final AtomicInteger CHANGES = new AtomicInteger();
    private static volatile Instrumentation instrumentation;

    private TestAgent() {}

    public static void premain(String arguments, Instrumentation inst) {
        instrumentation = inst;
        inst.addTransformer(new Witness(), true);
    }

    private static final class Witness implements ClassFileTransformer {
        @Override
        public byte[] transform(
                ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
            if (redefined != null) {
                CHANGES.incrementAndGet();
            }
            return null;
        }
    }

    /** What the JVM gave the agent. */
    public static Instrumentation instrumentation() {
        return instrumentation;
    }

    /** How many classes were retransformed or redefined so far, each time counted. */
    static String changes() {
        return Integer.toString(CHANGES.get());
    }

    /** Has the classes of that name retransformed, all in one operation, and says how many changes the agent saw of it. */
    static String retransform(String type) throws UnmodifiableClassException {
        int before = CHANGES.get();
        instrumentation.retransformClasses(Arrays.stream(instrumentation.getAllLoadedClasses())
                .filter(loaded -> loaded.getName().equals(type))
                .toArray(Class<?>[]::new));
        return Integer.toString(CHANGES.get() - before);
    }

    /** Redefines, in one operation, every loaded class of which the directory has a class file. */
    static String redefine(String directory) throws IOException, ClassNotFoundException, UnmodifiableClassException {
        List<ClassDefinition> definitions = new ArrayList<>();
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            Path file = Path.of(directory, loaded.getName().replace('.', '/') + ".class");
            if (!loaded.isArray() && Files.exists(file)) {
                definitions.add(new ClassDefinition(loaded, Files.readAllBytes(file)));
            }
        }
        instrumentation.redefineClasses(definitions.toArray(ClassDefinition[]::new));
        return Integer.toString(definitions.size());
    }

    /** From now on loads of the class wait at a gate, after every transformer that there is now. */
    static String holdLoads(String type, String gate) {
        instrumentation.addTransformer(
                new ClassFileTransformer() {
                    @Override
                    public byte[] transform(
                            ClassLoader loader,
                            String name,
                            Class<?> redefined,
                            ProtectionDomain domain,
                            byte[] classFile) {
                        if (redefined == null && type.replace('.', '/').equals(name)) {
                            Gates.pass(gate);
                        }
                        return null;
                    }
                },
                true);
        return gate;
    }
}
