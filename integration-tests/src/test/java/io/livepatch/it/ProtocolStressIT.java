package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import com.sun.jna.platform.unix.LibC;
import io.livepatch.gate.PatchGate;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.LoggedProcess;
import io.livepatch.it.stress.RecordAgainstTheEnd;
import io.livepatch.model.MethodId;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import joptsimple.OptionParser;
import org.openjdk.jcstress.Main;

/**
 * The tests in {@link io.livepatch.it.stress} under jcstress, and one with a mistake in it as a control. The system property
 * {@code livepatch.it.stress.ms} says how long each runs.
 */
class ProtocolStressIT {
    private static final int MS = Integer.getInteger("livepatch.it.stress.ms", 2_000);
    private static final String CLASS_PATH = Stream.of(
                    Main.class,
                    OptionParser.class,
                    Native.class,
                    LibC.class,
                    PatchGate.class,
                    MethodId.class,
                    RecordAgainstTheEnd.class)
            .map(ProtocolStressIT::location)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));

    @EveryJdk
    void theGateKeepsItsPromisesAgainstTheCoordinator(Jdk jdk) throws Exception {
        LoggedProcess stress = stress(jdk, "stress\\.\\w+$");
        assertThat(stress.exit()).as(stress.output()).isZero();
        assertThat(stress.output())
                .containsPattern("Results: (\\d+) planned; \\1 passed, 0 failed, 0 soft errs, 0 hard errs");
    }

    @EveryJdk
    void aGateThatDoesNotReadTheViewAgainIsReported(Jdk jdk) throws Exception {
        LoggedProcess stress = stress(jdk, "stress\\.\\w+\\.NoReread");
        assertThat(stress.exit()).as(stress.output()).isOne();
        assertThat(stress.output())
                .containsPattern("RecordAgainstTheEnd.NoReread .*: Observed forbidden state: false, true");
    }

    private static LoggedProcess stress(Jdk jdk, String tests) throws Exception {
        Path directory = Files.createDirectories(Path.of("target", "jcstress", jdk.version()));
        Path log = Files.createTempFile(directory, "jcstress", ".log");
        List<String> command = new ArrayList<>(
                List.of(jdk.java().toString(), "-cp", CLASS_PATH, Main.class.getName(), "-t", tests, "-r", "."));
        command.addAll(List.of("-f", "1", "-iters", "1", "-time", Integer.toString(MS), "-c", "2", "-sc", "false"));
        command.addAll(List.of("-hs", "256", "-jvmArgs", "-XX:+UseSerialGC", "-spinStyle", "THREAD_YIELD"));
        return LoggedProcess.run(
                new ProcessBuilder(command).directory(directory.toFile()), log, 180 + 10L * MS / 1_000);
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
