package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.livepatch.it.harness.LoggedProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Spin searches the protocol model. Without its tools the tests are skipped, except where the environment says {@code CI=true}: there
 * they must be.
 */
@Execution(ExecutionMode.CONCURRENT)
class ProtocolModelIT {
    private static final int NO_ERROR = 0;
    private static final int ERROR_FOUND = 1;
    private static final int NOT_FINISHED = 2;
    private static final Map<String, String> LITTLE_MEMORY =
            Map.of("MEM_MB", "1000", "HASH_BITS", "20", "LIMIT_S", "60");

    private static final Map<String, String> SOME_MEMORY = Map.of("MEM_MB", "3000", "LIMIT_S", "180");
    private static final List<String> LATE = List.of("-DREST", "-DREV=2", "-DLATE", "-DROUNDS=1");

    @BeforeAll
    static void toolsAreThere() {
        for (String tool : List.of("bash", "spin", "gcc")) {
            if (!onPath(tool)) {
                String text = "the protocol model is not searched: " + tool + " is not on the PATH";
                if ("true".equals(System.getenv("CI"))) {
                    fail(text);
                }
                abort(text);
            }
        }
    }

    @Test
    void theWholeStateSpaceOfTheShortFormHasNoError() throws Exception {
        LoggedProcess search = search(Map.of("MEM_MB", "6000", "LIMIT_S", "600"), "-DN=1", "-DROUNDS=1");
        assertThat(search.exit()).as(search.output()).isEqualTo(NO_ERROR);
        assertThat(search.output()).containsPattern("\\d{8} states, stored").contains("errors: 0");
    }

    @Test
    void twoReversalsHaveNoErrorForAnyNumberOfThreads() throws Exception {
        LoggedProcess search = search(SOME_MEMORY, "-DREST", "-DREV=2");
        assertThat(search.exit()).as(search.output()).isEqualTo(NO_ERROR);
        assertThat(search.output()).containsPattern("\\d{7} states, stored").contains("errors: 0");
    }

    @Test
    void classesThatAreFoundLateHaveNoErrorBeyondWhatIsPromised() throws Exception {
        LoggedProcess search = search(SOME_MEMORY, LATE.toArray(String[]::new));
        assertThat(search.exit()).as(search.output()).isEqualTo(NO_ERROR);
        assertThat(search.output()).containsPattern("\\d{7} states, stored").contains("errors: 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO_REREAD", "NO_UNDO", "NO_PENDING", "NO_CLOSE", "NO_SELFREC", "NO_LOOK_BACK"})
    void aKnownMistakeIsFound(String mistake) throws Exception {
        assertFound(search(LITTLE_MEMORY, "-D" + mistake));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO_REREAD", "NO_UNDO", "NO_PENDING", "NO_CLOSE", "NO_SELFREC", "NO_LOOK_BACK"})
    void aKnownMistakeIsFoundInTheFormWithTwoReversals(String mistake) throws Exception {
        assertFound(search(SOME_MEMORY, "-DREST", "-DREV=2", "-D" + mistake));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO_SUSPECT", "NO_RETRY", "NO_KEEP"})
    void aKnownMistakeWithClassesFoundLateIsFound(String mistake) throws Exception {
        assertFound(search(
                SOME_MEMORY,
                Stream.concat(LATE.stream(), Stream.of("-D" + mistake)).toArray(String[]::new)));
    }

    private static void assertFound(LoggedProcess search) {
        assertThat(search.exit()).as(search.output()).isEqualTo(ERROR_FOUND);
        assertThat(search.output()).contains("assertion violated");
    }

    @Test
    void aSearchThatRunsOutOfTimeIsNotTakenForAFinishedOne() throws Exception {
        LoggedProcess search = search(Map.of("MEM_MB", "6000", "LIMIT_S", "2"), "-DN=1", "-DROUNDS=1");
        assertThat(search.exit()).as(search.output()).isEqualTo(NOT_FINISHED);
    }

    @Test
    void aSearchThatRunsOutOfMemoryIsNotTakenForAFinishedOne() throws Exception {
        LoggedProcess search =
                search(Map.of("MEM_MB", "200", "HASH_BITS", "20", "LIMIT_S", "60"), "-DN=1", "-DROUNDS=1");
        assertThat(search.exit()).as(search.output()).isEqualTo(NOT_FINISHED);
    }

    private static LoggedProcess search(Map<String, String> environment, String... options) throws Exception {
        Path log = Files.createTempFile("model", ".log");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        Stream.of("bash", System.getProperty("livepatch.it.model") + "/check.sh"), Stream.of(options))
                .toList());
        builder.environment().putAll(environment);
        try {
            return LoggedProcess.run(builder, log, 200);
        } finally {
            Files.delete(log);
        }
    }

    private static boolean onPath(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    }
}
