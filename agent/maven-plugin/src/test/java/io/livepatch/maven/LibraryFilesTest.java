package io.livepatch.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A path is one of the module, wherever Maven was started. */
class LibraryFilesTest {
    @TempDir
    private Path module;

    private Path find(String name) throws MojoExecutionException {
        return new LibraryFiles(module, null, null, List.of()).find(name);
    }

    @Test
    void find_relativePath_isTakenFromTheModule() throws Exception {
        Path file = Files.createFile(module.resolve("old.jar"));

        assertThat(find("old.jar")).isEqualTo(file);
        assertThat(find(file.toString())).isEqualTo(file);
    }

    @Test
    void find_neitherFileNorCoordinates_saysWhereItLooked() {
        assertThatThrownBy(() -> find("lib/old.jar"))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContainingAll("no library 'lib/old.jar'", module.toString(), "group:artifact:version");
    }
}
