package io.livepatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
    @TempDir
    Path directory;

    private final Tool tool = new Tool();

    @Test
    void inspect_bundle_showsItsMethods() {
        Tool.Result result = tool.run("inspect", Bundles.bundle(directory));

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .startsWith("patch fix version 1.2")
                .containsPattern("lib\\.Greeter +greet\\(\\)Ljava/lang/String;");
    }

    @Test
    void inspect_json_holdsFingerprints() {
        JsonObject json =
                tool.run("inspect", Bundles.bundle(directory), "--json").json();

        assertThat(json.getString("name")).isEqualTo("fix");
        assertThat(json.getString("version")).isEqualTo("1.2");
        JsonObject patched = json.getArray("classes").getObject(0);
        assertThat(patched.getString("name")).isEqualTo("lib.Greeter");
        JsonObject method = patched.getArray("methods").getObject(0);
        assertThat(method.getString("method")).isEqualTo("greet()Ljava/lang/String;");
        assertThat(method.getString("from")).hasSize(64).isNotEqualTo(method.getString("to"));
    }

    @Test
    void inspect_missingFile_returns2() {
        assertThat(tool.run("inspect", directory.resolve("nope.jar")).status()).isEqualTo(2);
    }

    @Test
    void inspect_directory_returns2() {
        assertThat(tool.run("inspect", directory).status()).isEqualTo(2);
    }

    @Test
    void inspect_noBundle_returns1() throws IOException {
        Path garbage = Files.writeString(directory.resolve("garbage"), "no bundle");

        Tool.Result result = tool.run("inspect", garbage, "--json");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo("BAD_BUNDLE");
    }
}
