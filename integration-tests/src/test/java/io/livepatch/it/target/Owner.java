package io.livepatch.it.target;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;

/** Another agent that takes a class for its own: whatever others made of it, it puts the shipped class file back. */
final class Owner implements ClassFileTransformer {
    private static Owner installed;

    private final String type;
    private final byte[] shipped;

    private Owner(String type, byte[] shipped) {
        this.type = type;
        this.shipped = shipped;
    }

    /** Comes, and has the class retransformed. */
    static String come(String type) throws IOException, UnmodifiableClassException {
        try (InputStream file = Owner.class.getClassLoader().getResourceAsStream(type.replace('.', '/') + ".class")) {
            installed = new Owner(type, file.readAllBytes());
        }
        TestAgent.instrumentation().addTransformer(installed, true);
        return TestAgent.retransform(type);
    }

    /** Goes again. */
    static String go() throws UnmodifiableClassException {
        TestAgent.instrumentation().removeTransformer(installed);
        return TestAgent.retransform(installed.type);
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        return type.replace('.', '/').equals(name) ? shipped : null;
    }
}
