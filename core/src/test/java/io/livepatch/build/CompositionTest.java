package io.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livepatch.build.BuildResult.Outcome;
import io.livepatch.model.PatchedMethod;
import io.livepatch.testing.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompositionTest {
    @TempDir
    private Path directory;

    private VersionPair pair;

    @BeforeEach
    void aLibraryWithACallerOfTwoChangedMethods() {
        String unchanged = "abstract class C { static int both() { return A.one() + A.two(); }"
                + " int apart(int i) { return i; } int apart(long l) { return 0; } abstract int none(); }";
        String changed = "class A { static int one() { return %d1; } static int two() { return %d2; } }";
        pair = new VersionPair(directory)
                .oldSources(changed.formatted(1, 1), unchanged)
                .newSources(changed.formatted(2, 2), unchanged);
    }

    private static ConsistencyRules guards(String... guards) {
        return new ConsistencyRules(
                List.of(), Stream.of(guards).map(MethodSelector::parse).toList(), false, List.of());
    }

    private static ConsistencyRules immediate(boolean guardCallers, String... methods) {
        return new ConsistencyRules(
                Stream.of(methods).map(MethodSelector::parse).toList(), List.of(), guardCallers, List.of());
    }

    private List<String> methods(Predicate<PatchedMethod> chosen) {
        return pair.build().descriptor().orElseThrow().classes().stream()
                .flatMap(each -> each.methods().stream().filter(chosen).map(method -> each.name() + "." + method.id()))
                .toList();
    }

    @Test
    void build_namedGuards_areInTheBundleWithoutABody() {
        pair.rules(guards("C.both", "C.apart(J)I"));

        assertThat(methods(PatchedMethod::isGuard)).containsExactly("C.apart(J)I", "C.both()I");
        assertThat(pair.build().counts().guards()).isEqualTo(2);
        assertThat(pair.warnings()).isEmpty();
    }

    @Test
    void build_guardWithoutDescriptor_takesEveryOverload() {
        pair.rules(guards("C.apart", "C.both"));

        assertThat(methods(PatchedMethod::isGuard)).containsExactly("C.apart(I)I", "C.apart(J)I", "C.both()I");
    }

    @Test
    void build_guardCallers_makesTheCandidatesGuards() {
        pair.rules(immediate(true));

        assertThat(methods(PatchedMethod::isGuard)).containsExactly("C.both()I");
        assertThat(pair.warnings()).isEmpty();
    }

    @Test
    void build_immediateMethods_areMarkedAndNeedNoGuard() {
        pair.rules(immediate(true, "A.one"));

        assertThat(methods(PatchedMethod::immediate)).containsExactly("A.one()I");
        assertThat(methods(PatchedMethod::isGuard)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"D.both", "C.nothing", "C.none", "C.apart(D)I", "C.<clinit>"})
    void build_guardThatMatchesNothing_isRefused(String guard) {
        pair.rules(guards(guard));

        assertThat(pair.build().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(pair.refusals()).containsExactly("GUARD " + guard);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C.both", "A.three", "A.one(I)I"})
    void build_immediateMethodThatDoesNotChange_isRefused(String method) {
        pair.rules(immediate(false, method));

        assertThat(pair.refusals()).containsExactly("IMMEDIATE " + method);
    }

    @Test
    void build_guardThatIsImmediate_isRefused() {
        pair.rules(new ConsistencyRules(
                List.of(MethodSelector.parse("A.one")), List.of(MethodSelector.parse("A.one")), false, List.of()));

        assertThat(pair.refusals()).containsExactly("GUARD A.one()I");
    }

    @Test
    void build_guardThatChangesItself_isWarnedOf() {
        pair.rules(guards("A.one"));

        assertThat(pair.warnings()).contains("GUARD_CHANGES A.one()I");
        assertThat(methods(PatchedMethod::isGuard)).isEmpty();
    }

    @Test
    void build_guardOnTheClassPath_isFoundThere() throws IOException {
        Path application = Files.createDirectories(directory.resolve("application"));
        Files.write(
                application.resolve("Handler.class"),
                Sources.compile(17, "class Handler { void handle() { } }").get("Handler"));
        pair.rules(new ConsistencyRules(
                List.of(), List.of(MethodSelector.parse("Handler.handle")), false, List.of(application)));

        assertThat(methods(PatchedMethod::isGuard)).containsExactly("Handler.handle()V");
    }

    @ParameterizedTest
    @ValueSource(strings = {"method", "", "a.B.c(I", "a.B.", "(I)V"})
    void parse_whatNamesNoMethod_isRefused(String text) {
        assertThatThrownBy(() -> MethodSelector.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unlike: " + text);
    }
}
