package io.livepatch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.control.Command;
import io.livepatch.control.ControlClient;
import io.livepatch.control.Reply;
import io.livepatch.control.SocketPaths;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Operator;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.target.TargetMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.io.TempDir;

/** When the agent's socket is there, and when it is not. */
class OperatorsConnectIT {
    private static final String OUR_THREAD = "livepatch-control (daemon)";
    private static final String AGENT = "-javaagent:" + Livepatch.jar();

    @EveryJdk
    void onlyOnceMainRunsAndNothingIsSettledBeforeThatTheApplicationMightChoose(Jdk jdk, @TempDir Path dir)
            throws IOException {
        Path log = dir.resolve("classes.log");
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .agent("")
                .options("-Xlog:class+load:file=" + log + "::filecount=0")
                .start()) {
            awaitOperators(target);
            assertThat(target.errors()).isEmpty();
        }
        List<String> loaded = Files.readAllLines(log);
        int main = indexOf(loaded, TargetMain.class.getName());
        int server = indexOf(loaded, "io.livepatch.control.ControlServer");
        assertThat(server).as("the server is loaded after the main class").isGreaterThan(main);
        assertThat(loaded.subList(0, main))
                .anyMatch(line -> line.contains("io.livepatch.engine.EngineMain "))
                .noneMatch(line -> line.contains(" java.nio.channels.ServerSocketChannel")
                        || line.contains(" java.nio.channels.spi.SelectorProvider")
                        || line.contains(" java.util.logging.")
                        || line.contains(" javax.management.")
                        || line.contains(" jdk.jfr.")
                        || line.contains(" io.livepatch.shaded.")
                        || line.contains(" io.livepatch.engine.Engine "));
    }

    private static int indexOf(List<String> loaded, String type) {
        int index = 0;
        while (!loaded.get(index).contains(" " + type + " ")) {
            index++;
        }
        return index;
    }

    @EveryJdk
    void neverWithControlOffAndThenThereIsNoThreadEither(Jdk jdk, @TempDir Path dir) throws IOException {
        try (TargetJvm target = TargetJvm.on(jdk, dir).agent("control=off").start()) {
            assertThat(threads(target)).noneMatch(name -> name.startsWith("livepatch"));
            attach(target);
            assertThat(ControlClient.connect(target.pid())).isEmpty();
            assertThat(threads(target)).noneMatch(name -> name.startsWith("livepatch"));
            assertThat(target.errors())
                    .filteredOn(line -> line.startsWith("[livepatch]"))
                    .singleElement()
                    .asString()
                    .contains("control=off");
        }
    }

    @EveryJdk
    void withOneThreadHoweverOftenTheAgentIsNamedAndAttached(Jdk jdk, @TempDir Path dir) throws IOException {
        try (TargetJvm target = TargetJvm.on(jdk, dir)
                .agent("")
                .agent("control=off")
                .options(AGENT)
                .start()) {
            awaitOperators(target);
            attach(target);
            attach(target);
            assertThat(new Operator(target).ask(new Command.Status())).isInstanceOf(Reply.StatusReply.class);
            await("the threads of the connections are gone")
                    .until(() -> threads(target).stream().noneMatch(name -> name.contains("connection")));
            assertThat(threads(target))
                    .filteredOn(name -> name.startsWith("livepatch"))
                    .containsExactly(OUR_THREAD);
            assertThat(target.errors()).noneMatch(line -> line.startsWith("[livepatch]"));
        }
    }

    @EveryJdk
    void againAfterTheNextAttachWhenSomebodyHasRemovedTheSocket(Jdk jdk, @TempDir Path dir) throws IOException {
        try (TargetJvm target = TargetJvm.on(jdk, dir).agent("").start()) {
            awaitOperators(target);
            Files.delete(SocketPaths.system().of(target.pid()).orElseThrow());
            assertThat(ControlClient.connect(target.pid())).isEmpty();
            attach(target);
            assertThat(new Operator(target).ask(new Command.Status())).isInstanceOf(Reply.StatusReply.class);
            assertThat(threads(target)).filteredOn(OUR_THREAD::equals).hasSize(1);
        }
    }

    @EveryJdk
    void asLongAsTheJvmLivesAndNoFileStaysBehind(Jdk jdk, @TempDir Path dir) throws IOException {
        Path socket;
        try (TargetJvm target = TargetJvm.on(jdk, dir).agent("").start()) {
            awaitOperators(target);
            socket = ownPath(target);
            assertThat(socket).exists();
        }
        assertThat(socket).doesNotExist();

        TargetJvm killed = TargetJvm.on(jdk, dir).agent("").start();
        awaitOperators(killed);
        Path abandoned = ownPath(killed);
        killed.kill();
        killed.close();
        assertThat(abandoned).exists();
        assertThat(ControlClient.connect(killed.pid())).isEmpty();
        try (TargetJvm next = TargetJvm.on(jdk, dir).agent("").start()) {
            awaitOperators(next);
            assertThat(abandoned).doesNotExist();
        }
    }

    /** The same file without the way through {@code /proc}, which ends with the process. */
    private static Path ownPath(TargetJvm target) throws IOException {
        return SocketPaths.system().own().resolveSibling(target.pid() + ".sock");
    }

    private static void awaitOperators(TargetJvm target) {
        await("operators can connect").until(() -> {
            try (ControlClient client = ControlClient.connect(target.pid()).orElse(null)) {
                return client != null;
            }
        });
    }

    private static void attach(TargetJvm target) {
        ByteBuddyAgent.attach(Livepatch.jar().toFile(), Long.toString(target.pid()));
    }

    private static List<String> threads(TargetJvm target) {
        return Stream.of(target.ask("threads").split(",", -1)).toList();
    }
}
