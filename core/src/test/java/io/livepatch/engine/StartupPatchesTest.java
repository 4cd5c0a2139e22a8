package io.livepatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.control.Command;
import io.livepatch.control.CommandHandler;
import io.livepatch.control.ErrorKind;
import io.livepatch.control.Reply;
import io.livepatch.model.Direction;
import io.livepatch.model.PatchState;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupPatchesTest {
    @TempDir
    Path directory;

    private final List<Command> commands = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();

    @Test
    void apply_bundlesOfADirectory_inNameOrderEachToItsEnd() throws IOException {
        bundle("b.jar");
        bundle("a.jar");
        bundle("c.jar");
        Files.writeString(directory.resolve("README"), "no bundle");
        Files.writeString(directory.resolve(".hidden.jar"), "being written");
        apply((command, replies) -> {
            if (command instanceof Command.Watch watch) {
                replies.send(ended(watch.transition()));
            } else {
                replies.send(new Reply.Started(commands.size(), "p", Direction.PATCH, List.of()));
            }
        });
        assertThat(commands)
                .containsExactly(
                        applyOf("a.jar"),
                        new Command.Watch(1),
                        applyOf("b.jar"),
                        new Command.Watch(3),
                        applyOf("c.jar"),
                        new Command.Watch(5));
        assertThat(reports).isEmpty();
    }

    @Test
    void apply_aRefusedBundle_isReportedAndTheNextOneApplied() throws IOException {
        bundle("a.jar");
        bundle("b.jar");
        apply((command, replies) -> replies.send(
                commands.size() == 1
                        ? new Reply.Refused(ErrorKind.BAD_BUNDLE, "no descriptor in it")
                        : new Reply.Unchanged("b", Optional.of(PatchState.ENABLED), "enabled already")));
        assertThat(commands).containsExactly(applyOf("a.jar"), applyOf("b.jar"));
        assertThat(reports).containsExactly(directory.resolve("a.jar") + " skipped: no descriptor in it (BAD_BUNDLE)");
    }

    @Test
    void apply_anUnreadableBundle_isReportedAndTheNextOneApplied() throws IOException {
        Files.createDirectory(directory.resolve("a.jar"));
        bundle("b.jar");
        apply((command, replies) -> replies.send(new Reply.Unchanged("b", Optional.of(PatchState.ENABLED), "")));
        assertThat(commands).containsExactly(applyOf("b.jar"));
        assertThat(reports).singleElement().asString().contains("a.jar skipped: ", "Is a directory");
    }

    @Test
    void apply_aTransitionThatDoesNotEnd_isLeftRunningAndReported() throws IOException {
        bundle("a.jar");
        apply((command, replies) -> {
            if (command instanceof Command.Watch) {
                while (true) {
                    replies.send(new Reply.Progress(null));
                }
            }
            replies.send(new Reply.Started(1, "a", Direction.PATCH, List.of("its classes are not loaded yet")));
        });
        assertThat(reports)
                .containsExactly(
                        directory.resolve("a.jar") + ": still in transition, the application starts meanwhile");
    }

    @Test
    void apply_noDirectory_isReported() {
        new StartupPatches((command, replies) -> {}, 0, reports::add).apply(new File("/no/such/directory"));
        assertThat(reports).containsExactly("no bundle applied: /no/such/directory cannot be read");
    }

    private void apply(CommandHandler engine) {
        CommandHandler recording = (command, replies) -> {
            commands.add(command);
            engine.handle(command, replies);
        };
        new StartupPatches(recording, 1, reports::add).apply(directory.toFile());
    }

    private void bundle(String name) throws IOException {
        Files.writeString(directory.resolve(name), "content of " + name);
    }

    private static Command applyOf(String name) {
        return new Command.Apply(name, ByteBuffer.wrap(("content of " + name).getBytes(StandardCharsets.UTF_8)));
    }

    private static Reply ended(long transition) {
        return new Reply.Ended(
                transition, "p", Direction.PATCH, PatchState.ENABLED, false, 1, 1, false, List.of(), List.of());
    }
}
