package io.livepatch.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.build.BuildOptions;
import io.livepatch.build.BuildProgress;
import io.livepatch.build.BuildResult;
import io.livepatch.build.BundleBuilder;
import io.livepatch.model.PatchedClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module with one changed source of a library is enough for a bundle of that change. */
class OverlayBundleTest {
    @TempDir
    private Path dir;

    private Path compile(String name, String... sources) throws IOException {
        Path output = Files.createDirectories(dir.resolve(name));
        Path text = Files.createDirectories(dir.resolve(name + "-sources/lib"));
        for (String each : sources) {
            String type = each.replaceAll("(?s).*public class (\\w+).*", "$1");
            Path file = Files.writeString(text.resolve(type + ".java"), each);
            int status = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "-d", output.toString(), "-cp", output.toString(), file.toString());
            assertThat(status).isZero();
        }
        return output;
    }

    private Path jar(Path classes) throws IOException {
        Path jar = dir.resolve("old.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String each : new String[] {"lib/Limit.class", "lib/Other.class"}) {
                zip.putNextEntry(new ZipEntry(each));
                zip.write(Files.readAllBytes(classes.resolve(each)));
            }
        }
        return jar;
    }

    @Test
    void build_oldLibraryUnderAChangedClass_patchesThatClassAlone() throws Exception {
        Path old = jar(compile(
                "old",
                "package lib; public class Limit { public static int value() { return 10; } }",
                "package lib; public class Other { public static int value() { return 1; } }"));
        Path changed = compile("module", "package lib; public class Limit { public static int value() { return 5; } }");
        Path fixed = dir.resolve("new");
        assertThat(Overlay.make(old, changed, fixed)).isEqualTo(1);

        BuildResult result = BundleBuilder.build(
                old, fixed, dir.resolve("fix.jar"), new BuildOptions("fix", "", ""), BuildProgress.NONE);

        assertThat(result.outcome()).as("%s", result).isEqualTo(BuildResult.Outcome.WRITTEN);
        assertThat(result.descriptor().orElseThrow().classes())
                .extracting(PatchedClass::name)
                .containsExactly("lib.Limit");
    }
}
