package io.livepatch.statics;

import io.livepatch.testing.Sources;
import io.livepatch.weave.WeavingException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.agent.ByteBuddyAgent;

/** The classes of the JVM that runs the tests. */
final class ThisJvm implements JvmClasses {
    private final Instrumentation instrumentation = ByteBuddyAgent.install();

    /** A loader of its own for some classes, by binary name. */
    static ClassLoader load(String... sources) {
        return load(Sources.compile(17, sources));
    }

    static ClassLoader load(Map<String, byte[]> classFiles) {
        return new ClassLoader(ThisJvm.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] classFile = classFiles.get(name.replace('.', '/'));
                if (classFile == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, classFile, 0, classFile.length);
            }
        };
    }

    @Override
    public List<Class<?>> loaded() {
        return Arrays.<Class<?>>stream(instrumentation.getAllLoadedClasses())
                .filter(type -> type != null && !type.isArray())
                .toList();
    }

    @Override
    public boolean isModifiable(Class<?> type) {
        return instrumentation.isModifiableClass(type);
    }

    @Override
    public Map<Class<?>, byte[]> capture(Collection<Class<?>> types) throws WeavingException {
        Map<Class<?>, byte[]> captured = new ConcurrentHashMap<>();
        ClassFileTransformer capturing = new ClassFileTransformer() {
            @Override
            public byte[] transform(
                    ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] classFile) {
                if (type != null) {
                    captured.put(type, classFile);
                }
                return null;
            }
        };
        instrumentation.addTransformer(capturing, true);
        try {
            if (!types.isEmpty()) {
                instrumentation.retransformClasses(types.toArray(Class<?>[]::new));
            }
        } catch (UnmodifiableClassException | LinkageError e) {
            throw new WeavingException(e.toString(), e);
        } finally {
            instrumentation.removeTransformer(capturing);
        }
        return captured;
    }
}
