package io.livepatch.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleWriterTest {
    @TempDir
    private Path directory;

    @Test
    void toBytes_otherTimeZone_isTheSame() {
        TimeZone zone = TimeZone.getDefault();
        byte[] here = BundleSamples.bundle();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            assertThat(BundleSamples.bundle()).isEqualTo(here);
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void write_existingTarget_isReplacedAndNothingElseLeft() throws IOException, InvalidBundleException {
        Path target = directory.resolve("fix.jar");
        Files.writeString(target, "before");

        BundleWriter.write(target, BundleSamples.bundle());

        assertThat(BundleReader.read(target).descriptor()).isEqualTo(BundleSamples.descriptor());
        assertThat(files()).containsExactly(target);
    }

    @Test
    void write_targetThatCannotBeReplaced_leavesNothingBehind() throws IOException {
        Path target = Files.createDirectory(directory.resolve("fix.jar"));
        Files.writeString(target.resolve("inside"), "kept");

        assertThatThrownBy(() -> BundleWriter.write(target, BundleSamples.bundle()))
                .isInstanceOf(IOException.class);

        assertThat(files()).containsExactly(target);
        assertThat(target.resolve("inside")).hasContent("kept");
    }

    @Test
    void write_missingDirectory_isAnError() {
        Path target = directory.resolve("missing").resolve("fix.jar");

        assertThatThrownBy(() -> BundleWriter.write(target, BundleSamples.bundle()))
                .isInstanceOf(IOException.class);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
