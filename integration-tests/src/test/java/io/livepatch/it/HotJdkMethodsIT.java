package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.ClassFile;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.JdkClasses;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Oracle;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** Methods that all code runs through, ours included: what a gate does must not need them. */
class HotJdkMethodsIT {
    private static final Map<String, Set<String>> METHODS = Map.of(
            "java/lang/String", Set.of("equals", "hashCode", "isEmpty", "startsWith"),
            "java/lang/Thread", Set.of("getName", "isAlive", "interrupted", "getContextClassLoader"),
            "java/lang/ThreadLocal", Set.of("get", "set", "getMap"),
            "java/util/ArrayList", Set.of("add", "get", "size", "<init>"),
            "java/util/HashMap", Set.of("get", "getNode", "put", "putVal", "hash"),
            "java/util/concurrent/ConcurrentHashMap", Set.of("get", "put", "putVal", "spread", "tabAt"),
            "java/util/concurrent/locks/ReentrantLock", Set.of("lock", "unlock"));

    @EveryJdk
    void arePatchedToAndFroUnderLoad(Jdk jdk, @TempDir Path dir) {
        Versions program = Oracle.compile(dir);
        METHODS.forEach((type, methods) -> JdkClasses.of(
                jdk, dir.resolve("jdk"), "java.base", type, bytes -> ClassFile.withPrefix(bytes, methods)));
        Livepatch tool = new Livepatch(jdk);
        Path bundle = Livepatch.build(
                new Versions(dir.resolve("jdk/v1"), dir.resolve("jdk/v2")), dir.resolve(PATCH + ".jar"), "--allow-jdk");
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(program.v1()).start()) {
            Oracle oracle = new Oracle(target, 1);
            tool.run("apply", target.pid(), bundle).assertExit(0);
            for (int i = 0; i < 3; i++) {
                tool.run("disable", target.pid(), PATCH).assertExit(0);
                tool.run("enable", target.pid(), PATCH).assertExit(0);
            }
            Oracle.Counts counts = oracle.stop();
            assertThat(counts.failures()).as(counts.text()).isZero();
            assertThat(counts.units()).isGreaterThan(1_000);
            assertThat(tool.status(target).stateOf(PATCH)).isEqualTo("ENABLED");
        }
    }
}
