package io.livepatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildCommandTest {
    @TempDir
    Path directory;

    private final Tool tool = new Tool();

    private Path library(String name, String greeting, String members) {
        return Bundles.library(directory.resolve(name), greeting, members);
    }

    private Path target() {
        return directory.resolve("fix.bundle");
    }

    @Test
    void build_changedBody_writesTheBundle() {
        Tool.Result result =
                tool.run("build", library("old", "hello", ""), library("new", "bonjour", ""), "-o", target());

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualToNormalizingNewlines("wrote " + target() + ": patch new, 1 method in 1 class\n");
        assertThat(target()).exists();
    }

    @Test
    void build_json_isTheDocumentOfTheContract() {
        Tool.Result result = tool.run(
                "build",
                library("old", "hello", ""),
                library("new", "bonjour", ""),
                "-o",
                target(),
                "--name",
                "CVE-1",
                "--json");

        assertThat(result.status()).isZero();
        JsonObject json = result.json();
        assertThat(json.getString("bundle")).isEqualTo(target().toString());
        assertThat(json.getString("name")).isEqualTo("CVE-1");
        assertThat(json.getInt("classes")).isEqualTo(1);
        assertThat(json.getObject("methods").getInt("changed")).isEqualTo(1);
        assertThat(json.getObject("methods").getInt("added")).isZero();
        assertThat(json.getObject("fields").getInt("added")).isZero();
        assertThat(json.getInt("newClasses")).isZero();
        assertThat(json.getArray("warnings")).isEmpty();
        assertThat(json.getArray("refusals")).isEmpty();
    }

    @Test
    void build_refusals_returns1NamesThemAndWritesNothing() {
        Path fixed =
                library("new", "bonjour", "public String toString() { return null; } protected void finalize() {}");

        Tool.Result result = tool.run("build", library("old", "hello", ""), fixed, "-o", target(), "--json", "--quiet");

        assertThat(result.status()).isEqualTo(1);
        assertThat(target()).doesNotExist();
        JsonObject json = result.json();
        assertThat(json.get("bundle")).isNull();
        assertThat(json.getArray("refusals"))
                .extracting(refusal -> ((JsonObject) refusal).getString("kind"))
                .containsExactly("OVERRIDE", "OVERRIDE");
        assertThat(json.getObject("error").getString("kind")).isEqualTo("BUILD_REFUSED");
        assertThat(result.err())
                .contains("no bundle was written: 2 differences", "  OVERRIDE lib.Greeter.toString()")
                .contains("  OVERRIDE lib.Greeter.finalize()V: ");
    }

    @Test
    void build_sameLibrary_returns1AndSaysThatThereIsNothing() {
        Path old = library("old", "hello", "");

        Tool.Result result = tool.run("build", old, library("new", "hello", ""), "-o", target());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("no method or constructor");
        assertThat(target()).doesNotExist();
    }

    @Test
    void build_missingFile_returns2() {
        Tool.Result result =
                tool.run("build", library("old", "hello", ""), directory.resolve("nope.jar"), "-o", target(), "--json");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo("NO_SUCH_FILE");
        assertThat(target()).doesNotExist();
    }

    @Test
    void build_neitherJarNorDirectory_returns1() throws IOException {
        Path text = Files.writeString(directory.resolve("text.jar"), "no JAR");

        assertThat(tool.run("build", library("old", "hello", ""), text, "-o", target())
                        .status())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "", "ä", "../x"})
    void build_badName_returns2(String name) {
        Tool.Result result = tool.run(
                "build", library("old", "hello", ""), library("new", "bye", ""), "-o", target(), "--name", name);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("a patch name has");
        assertThat(target()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--only", "--callbacks", "--keystore"})
    void build_optionOfALaterVersion_returns2(String option) {
        assertThat(tool.run("build", "old", "new", "-o", target(), option, "x").status())
                .isEqualTo(2);
    }

    @Test
    void build_setsGuardsAndImmediateMethods_areShownByInspect() {
        Path application = Bundles.library(directory.resolve("application"), "x", "");
        Tool.Result built = tool.run(
                "build",
                library("old", "hello", "int other() { return 1; }"),
                library("new", "bye", "int other() { return 1; }"),
                "-o",
                target(),
                "--replace",
                "security",
                "--guard",
                "lib.Greeter.other",
                "--immediate",
                "lib.Greeter.greet",
                "--classpath",
                application);
        assertThat(built.status()).as(built.err()).isZero();
        assertThat(built.err()).contains("1 method in 1 class, 1 guard");

        JsonObject json = tool.run("inspect", target(), "--json").json();
        assertThat(json.getString("replaceSet")).isEqualTo("security");
        assertThat(json.getBoolean("replace")).isTrue();
        assertThat(tool.run("inspect", target()).out())
                .contains("takes the place of the enabled patches of set security", "guard", "immediate");
    }

    @Test
    void build_guardThatMatchesNothing_isAClearRefusal() {
        Tool.Result result = tool.run(
                "build",
                library("old", "hello", ""),
                library("new", "bye", ""),
                "-o",
                target(),
                "--guard",
                "lib.Greeter.nothing");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("no bundle was written: 1 option that cannot be followed")
                .contains("GUARD lib.Greeter.nothing: the class has no method with a body that is called so");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--guard=x", "--immediate=A.b(", "--replace=a b", "--replace="})
    void build_badValueOfAnOption_returns2(String option) {
        Tool.Result result =
                tool.run("build", library("old", "hello", ""), library("new", "bye", ""), "-o", target(), option);

        assertThat(result.status()).as(result.err()).isEqualTo(2);
        assertThat(target()).doesNotExist();
    }

    @Test
    void build_twoDifferentSets_returns2() {
        Tool.Result result = tool.run(
                "build",
                library("old", "hello", ""),
                library("new", "bye", ""),
                "-o",
                target(),
                "--replace=a",
                "--set=b");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("a patch belongs to one set");
    }

    @Test
    void build_targetInADirectoryThatIsMissing_returns2WithTheReason() {
        Path target = directory.resolve("nowhere/fix.bundle");

        Tool.Result result = tool.run("build", library("old", "hello", ""), library("new", "bye", ""), "-o", target);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("there is no directory");
    }
}
