package io.livepatch.engine;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Opens packages of java.base to the engine's unnamed module, and to no other: the application's access stays as it was. */
final class JdkAccess {
    private JdkAccess() {}

    static void open(Instrumentation instrumentation) {
        Module base = Object.class.getModule();
        Set<Module> engine = Set.of(JdkAccess.class.getModule());
        Map<String, Set<Module>> opens = Stream.of(
                        "java.lang", "jdk.internal.vm", "jdk.internal.reflect", "jdk.internal.misc")
                .filter(base.getPackages()::contains)
                .collect(Collectors.toMap(name -> name, name -> engine));
        instrumentation.redefineModule(base, Set.of(), Map.of(), opens, Set.of(), Map.of());
    }
}
