package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Versions;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Process ids that lead to no JVM, and words that lead to no command. */
class NoSuchTargetIT {
    private static final String SOURCE = """
            package lib;
            public class Thing {
                public static int version() { return VERSION; }
            }
            """;

    @EveryJdk
    void aProcessThatIsNoJvmOrDoesNotExist(Jdk jdk, @TempDir Path dir) throws Exception {
        Livepatch tool = new Livepatch(jdk);
        Path bundle = Livepatch.build(Versions.of(dir, SOURCE), dir.resolve("fix.jar"));
        Process cat = new ProcessBuilder("cat").start();
        try {
            tool.run("apply", cat.pid(), bundle).assertExit(6);
            tool.run("status", cat.pid()).assertExit(6);
            assertThat(cat.isAlive()).as("the process is unharmed").isTrue();
        } finally {
            cat.destroyForcibly().waitFor();
        }
        tool.run("apply", cat.pid(), bundle).assertExit(6);
        tool.run("apply", "no-main-class-has-this-name", bundle).assertExit(6);
    }

    @EveryJdk
    void wrongUsage(Jdk jdk, @TempDir Path dir) {
        Livepatch tool = new Livepatch(jdk);
        tool.run("apply").assertExit(2);
        tool.run("aply", 1, "x").assertExit(2);
        tool.run("build", dir.resolve("missing1"), dir.resolve("missing2"), "-o", dir.resolve("x.jar"))
                .assertExit(2);
        Versions same = Versions.of(dir, SOURCE.replace("VERSION", "5"));
        tool.run("build", same.v1(), same.v2(), "-o", dir.resolve("x.jar")).assertExit(1);
        assertThat(dir.resolve("x.jar")).doesNotExist();
    }
}
