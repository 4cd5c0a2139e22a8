package io.livepatch.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The new version of a library is the old one with the changed classes of the module over it. */
class OverlayTest {
    @TempDir
    private Path dir;

    private Path jar(Map<String, String> entries) throws IOException {
        Path jar = dir.resolve("old.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, String> each : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                zip.write(each.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private void compiled(String name, String content) throws IOException {
        Path file = dir.resolve("classes").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    void make_changedClass_takesThePlaceOfTheOldOne() throws IOException {
        Path old = jar(Map.of("lib/A.class", "old A", "lib/B.class", "old B", "lib/words.txt", "words"));
        compiled("lib/A.class", "new A");
        compiled("lib/C.class", "new C");
        compiled("patch/Callbacks.class", "callbacks");
        Path target = dir.resolve("new");

        int count = Overlay.make(old, dir.resolve("classes"), target);

        assertThat(count).isEqualTo(2);
        assertThat(target.resolve("lib/A.class")).hasContent("new A");
        assertThat(target.resolve("lib/B.class")).hasContent("old B");
        assertThat(target.resolve("lib/C.class")).hasContent("new C");
        assertThat(target.resolve("lib/words.txt")).hasContent("words");
        assertThat(target.resolve("patch")).doesNotExist();
    }

    @Test
    void make_directory_isTakenAsAJarIs() throws IOException {
        Path old = Files.createDirectories(dir.resolve("old"));
        Files.createDirectories(old.resolve("lib"));
        Files.writeString(old.resolve("lib/A.class"), "old A");
        Files.writeString(old.resolve("lib/B.class"), "old B");
        compiled("lib/A.class", "new A");
        Path target = dir.resolve("new");

        assertThat(Overlay.make(old, dir.resolve("classes"), target)).isEqualTo(1);

        assertThat(target.resolve("lib/A.class")).hasContent("new A");
        assertThat(target.resolve("lib/B.class")).hasContent("old B");
    }

    @Test
    void make_again_forgetsWhatWasThereBefore() throws IOException {
        Path old = jar(Map.of("lib/A.class", "old A"));
        Path target = dir.resolve("new");
        compiled("lib/A.class", "new A");
        Overlay.make(old, dir.resolve("classes"), target);
        Files.delete(dir.resolve("classes/lib/A.class"));

        assertThat(Overlay.make(old, dir.resolve("classes"), target)).isZero();

        assertThat(target.resolve("lib/A.class")).hasContent("old A");
    }

    @Test
    void make_moduleWithoutClasses_changesNothing() throws IOException {
        Path old = jar(Map.of("lib/A.class", "old A"));

        assertThat(Overlay.make(old, dir.resolve("nowhere"), dir.resolve("new")))
                .isZero();
    }
}
