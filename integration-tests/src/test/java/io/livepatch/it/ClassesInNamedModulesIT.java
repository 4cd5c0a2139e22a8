package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.ClassFile;
import io.livepatch.it.harness.Compiler;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.JdkClasses;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.Opcodes;

/** Classes of the application's modules and of the JDK's. */
class ClassesInNamedModulesIT {
    private static final String MODULE = """
            module lib.shop {
                exports lib.shop;
            }
            """;

    private static final String SHOP = """
            package lib.shop;
            public final class Shop {
                private final int price;
                public Shop(int price) { this.price = price + 10 * VERSION; }
                public static String price() { return new Shop(5).price + "/" + VERSION + Shop.class.getModule().getName(); }
            }
            """;

    @EveryJdk
    void aModuleOfTheApplication(Jdk jdk, @TempDir Path dir) {
        Versions versions = Versions.of(dir, MODULE, SHOP);
        Livepatch tool = new Livepatch(jdk);
        Path bundle = Livepatch.build(versions, dir.resolve(PATCH + ".jar"), "--allow-jdk");
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .options("--module-path", versions.v1().toString(), "--add-modules", "lib.shop")
                .start()) {
            assertThat(target.call("lib.shop.Shop", "price")).isEqualTo("5/0lib.shop");
            tool.run("apply", target.pid(), bundle).assertExit(0);
            assertThat(target.call("lib.shop.Shop", "price")).isEqualTo("15/1lib.shop");
            tool.run("disable", target.pid(), PATCH).assertExit(0);
            assertThat(target.call("lib.shop.Shop", "price")).isEqualTo("5/0lib.shop");
        }
    }

    private static final String USER = """
            package lib;
            import java.util.StringTokenizer;
            import java.util.concurrent.ConcurrentHashMap;
            public class User {
                public static int tokens() { return new StringTokenizer("a b c").countTokens(); }
                public static long mappings() { return new ConcurrentHashMap<>(java.util.Map.of(1, 2)).mappingCount(); }
                public static int nanos() { return new java.sql.Timestamp(0).getNanos(); }
            }
            """;

    @EveryJdk
    void aClassOfTheBaseModule(Jdk jdk, @TempDir Path dir) {
        patchesJdkClass(
                jdk,
                dir,
                "java.base",
                "java/util/StringTokenizer",
                bytes -> ClassFile.withBody(bytes, "countTokens", 1, body -> {
                    body.visitIntInsn(Opcodes.BIPUSH, 42);
                    body.visitInsn(Opcodes.IRETURN);
                }),
                "tokens",
                "3");
    }

    @EveryJdk
    void aClassThatTheEngineUsesItself(Jdk jdk, @TempDir Path dir) {
        patchesJdkClass(
                jdk,
                dir,
                "java.base",
                "java/util/concurrent/ConcurrentHashMap",
                bytes -> ClassFile.withBody(bytes, "mappingCount", 2, body -> {
                    body.visitLdcInsn(42L);
                    body.visitInsn(Opcodes.LRETURN);
                }),
                "mappings",
                "1");
    }

    @EveryJdk
    void aClassOfAnotherModuleOfTheJdk(Jdk jdk, @TempDir Path dir) {
        patchesJdkClass(
                jdk,
                dir,
                "java.sql",
                "java/sql/Timestamp",
                bytes -> ClassFile.withBody(bytes, "getNanos", 1, body -> {
                    body.visitIntInsn(Opcodes.BIPUSH, 42);
                    body.visitInsn(Opcodes.IRETURN);
                }),
                "nanos",
                "0");
    }

    private static void patchesJdkClass(
            Jdk jdk, Path dir, String module, String type, UnaryOperator<byte[]> change, String method, String old) {
        Path user = Compiler.compile(dir.resolve("user"), List.of(), USER);
        Livepatch tool = new Livepatch(jdk);
        Path bundle = Livepatch.build(
                JdkClasses.of(jdk, dir, module, type, change), dir.resolve(PATCH + ".jar"), "--allow-jdk");
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(user).start()) {
            assertThat(target.call("lib.User", method)).isEqualTo(old);
            tool.run("apply", target.pid(), bundle).assertExit(0);
            assertThat(target.call("lib.User", method)).isEqualTo("42");
            tool.run("disable", target.pid(), PATCH).assertExit(0);
            assertThat(target.call("lib.User", method)).isEqualTo(old);
        }
    }
}
