package io.livepatch.bytecode;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.dynamic.ClassFileLocator;

/** The class files of the JDK that runs the tests, each read once. */
final class PlatformClassFiles implements ClassFileLocator {
    private static final Map<String, Resolution> KNOWN = new ConcurrentHashMap<>();

    private final ClassFileLocator platform = ForClassLoader.ofPlatformLoader();

    @Override
    public Resolution locate(String name) throws IOException {
        Resolution known = KNOWN.get(name);
        if (known == null) {
            known = platform.locate(name);
            KNOWN.put(name, known);
        }
        return known;
    }

    @Override
    public void close() {}
}
