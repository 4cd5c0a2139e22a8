package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.api.ShadowVariables;
import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Patched code and probes have one set of shadow variables, in an application that has no class of livepatch. */
class ShadowVariablesIT {
    private static final String SHOPS = "lib.Shops";
    /** Class loaders; the class path has nothing of the library. */
    private static final String EARLY = "early";

    private static final String LATER = "later";
    private static final String VISIT = "visit";
    private static final String OLD_ANSWER = "sold, refunded, asked";

    private static final String OLD = """
            package lib;
            public class Shop {
                public String sell() { return "sold"; }
                public String refund() { return "refunded"; }
                public String ask() { return "asked"; }
            }
            """;

    private static final String NEW = """
            package lib;
            import io.livepatch.api.ShadowVariables;
            import java.util.concurrent.atomic.AtomicInteger;
            import java.util.function.*;
            public class Shop {
                public String sell() {
                    AtomicInteger sold = ShadowVariables.getOrAlloc(
                            this, "fix.sold", AtomicInteger.class, () -> Shops.watched(new AtomicInteger()));
                    return "sold " + sold.incrementAndGet();
                }
                public String refund() {
                    Supplier<Object> sold = () -> ShadowVariables.getOrAlloc(this, "fix.sold", () -> "nothing");
                    return "refunded of " + sold.get();
                }
                public String ask() {
                    BiFunction<Object, String, Object> get = ShadowVariables::get;
                    return "asked after " + get.apply(this, "fix.sold");
                }
            }
            """;

    private static final String DRIVER = """
            package lib;
            import java.lang.ref.WeakReference;
            import java.util.*;
            import java.util.concurrent.ConcurrentHashMap;
            public class Shops {
                private static final Map<String, Shop> OPEN = new ConcurrentHashMap<>();
                private static final List<WeakReference<Object>> WATCHED = Collections.synchronizedList(new ArrayList<>());
                public static Shop shop(String name) { return OPEN.computeIfAbsent(name, key -> new Shop()); }
                static <T> T watched(T value) { WATCHED.add(new WeakReference<>(value)); return value; }
                public static String visit(String name) {
                    Shop shop = shop(name);
                    return shop.sell() + ", " + shop.refund() + ", " + shop.ask();
                }
                public static String sellMany(String name, String times) {
                    for (int i = 0; i < Integer.parseInt(times); i++) { shop(name).sell(); }
                    return "done";
                }
                public static String close() { OPEN.clear(); return "closed"; }
                public static String watched() {
                    System.gc();
                    new Shop().ask();
                    return WATCHED.stream().filter(each -> each.get() != null).count() + " of " + WATCHED.size();
                }
                public static String hasApi() {
                    try {
                        return Class.forName("io.livepatch.api.ShadowVariables").getName();
                    } catch (ClassNotFoundException e) {
                        return "no";
                    }
                }
            }
            """;

    private static final String PROBE = """
            package probes;
            import io.livepatch.api.ShadowVariables;
            public class Probe {
                public static boolean vulnerable() {
                    lib.Shops.visit("probe");
                    return ShadowVariables.get(lib.Shops.shop("probe"), "fix.sold") == null;
                }
            }
            """;

    private static Path bundle(Versions versions, Path dir) {
        Path probe = Compiler.compile(
                dir.resolve("probe"), List.of("-cp", versions.v2() + File.pathSeparator + api()), PROBE);
        return Livepatch.build(versions, dir.resolve(PATCH + ".jar"), "--probe", "probes.Probe", "--classpath", probe);
    }

    private static Versions compile(Path dir) {
        List<String> withApi = List.of("-cp", Compiler.targetClasses() + File.pathSeparator + api());
        return new Versions(
                Compiler.compile(dir.resolve("v1"), List.of(), OLD, DRIVER),
                Compiler.compile(dir.resolve("v2"), withApi, NEW, DRIVER));
    }

    private static Path api() {
        return Compiler.placeOf(ShadowVariables.class);
    }

    private static String answer(int sold) {
        return "sold " + sold + ", refunded of " + sold + ", asked after " + sold;
    }

    @EveryJdk
    void countPerObjectAcrossThreadsAndPatchesAndGoWithTheObject(Jdk jdk, @TempDir Path dir) {
        Versions versions = compile(dir);
        Livepatch tool = new Livepatch(jdk);
        Path bundle = bundle(versions, dir);
        try (TargetJvm target = TargetJvm.on(jdk, dir).start()) {
            target.loader(EARLY, versions.v1());
            assertThat(target.callIn(EARLY, SHOPS, "hasApi")).isEqualTo("no");
            assertThat(target.callIn(EARLY, SHOPS, VISIT, "a")).isEqualTo(OLD_ANSWER);

            tool.run("apply", target.pid(), bundle).assertExit(0).assertSays("its probe says FIXED");
            assertThat(target.callIn(EARLY, SHOPS, VISIT, "a")).isEqualTo(answer(1));
            assertThat(target.callIn(EARLY, SHOPS, VISIT, "a")).isEqualTo(answer(2));
            assertThat(target.callIn(EARLY, SHOPS, VISIT, "b")).isEqualTo(answer(1));
            List<String> threads = List.of("t1", "t2", "t3", "t4");
            threads.forEach(each -> target.startIn(EARLY, each, SHOPS, "sellMany", "a", "5000"));
            assertThat(threads).allSatisfy(each -> assertThat(target.join(each)).isEqualTo("done"));
            assertThat(target.callIn(EARLY, SHOPS, VISIT, "a")).isEqualTo(answer(20_003));

            tool.run("disable", target.pid(), PATCH).assertExit(0);
            assertThat(target.callIn(EARLY, SHOPS, VISIT, "a")).isEqualTo(OLD_ANSWER);
            tool.run("remove", target.pid(), PATCH).assertExit(0);
            tool.run("apply", target.pid(), bundle).assertExit(0);
            assertThat(target.callIn(EARLY, SHOPS, VISIT, "a"))
                    .as("applied again")
                    .isEqualTo(answer(20_004));

            target.loader(LATER, versions.v1());
            assertThat(target.callIn(LATER, SHOPS, VISIT, "a")).isEqualTo(answer(1));

            target.callIn(EARLY, SHOPS, "close");
            await("values of objects that are gone")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> target.callIn(EARLY, SHOPS, "watched").startsWith("0 of"));
            assertThat(target.callIn(EARLY, SHOPS, VISIT, "a"))
                    .as("a new object")
                    .isEqualTo(answer(1));
        }
    }
}
