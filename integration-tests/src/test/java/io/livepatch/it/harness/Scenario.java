package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.grack.nanojson.JsonObject;
import io.livepatch.control.TransitionView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A target that runs the first version of a small library, the bundle of its fix, and the tool to bring the one to the other. The
 * patch is called {@link #PATCH}.
 */
public final class Scenario implements AutoCloseable {
    public static final String PATCH = "fix";

    private final Path directory;
    private final Livepatch tool;
    private final Path bundle;
    private final TargetJvm target;

    private Scenario(Path directory, Livepatch tool, Path bundle, TargetJvm target) {
        this.directory = directory;
        this.tool = tool;
        this.bundle = bundle;
        this.target = target;
    }

    /** Compiles the sources in both versions, builds the bundle, and starts a target without an agent. */
    public static Scenario start(Jdk jdk, Path directory, String... sources) {
        return start(jdk, directory, launch -> launch, sources);
    }

    /** The same with a say in how the target starts. */
    public static Scenario start(Jdk jdk, Path directory, UnaryOperator<TargetLaunch> launch, String... sources) {
        return start(jdk, directory, launch, Versions.of(directory, sources));
    }

    /** The same for versions that exist already. */
    public static Scenario start(Jdk jdk, Path directory, UnaryOperator<TargetLaunch> launch, Versions versions) {
        Livepatch tool = new Livepatch(jdk);
        Path bundle = Livepatch.build(versions, directory.resolve(PATCH + ".jar"));
        TargetJvm target =
                launch.apply(TargetJvm.on(jdk, directory).with(versions.v1())).start();
        return new Scenario(directory, tool, bundle, target);
    }

    public TargetJvm target() {
        return target;
    }

    public Livepatch tool() {
        return tool;
    }

    public Path directory() {
        return directory;
    }

    public Path bundle() {
        return bundle;
    }

    /** Runs a command on the target and fails unless it ends with this exit status. */
    @CanIgnoreReturnValue
    public Outcome expect(int exit, String command, Object... arguments) {
        return tool.run(words(command, arguments)).assertExit(exit);
    }

    /** Starts a command on the target. */
    public Running begin(String command, Object... arguments) {
        return tool.start(words(command, arguments));
    }

    /** Applies the bundle and waits until it is in force. */
    public void apply() {
        expect(0, "apply", bundle);
    }

    public Status status() {
        return tool.status(target);
    }

    /** Every thread as {@code threads} shows it: name, patch state, and whether it still has to move. */
    public List<String> threads() {
        return expect(0, "threads", "--json").json().getArray("threads").stream()
                .map(JsonObject.class::cast)
                .map(thread -> thread.getString("name") + " " + thread.getInt("patchState")
                        + (thread.getBoolean("pending") ? " pending" : ""))
                .toList();
    }

    /** Waits until a thread is reported to hold the running transition, and it alone. */
    @CanIgnoreReturnValue
    public Status.Blocker awaitOnlyBlocker(String thread) {
        return awaitBlockers(thread).get(0);
    }

    /** Waits until the threads that hold the running transition are these, and every other has moved. */
    @CanIgnoreReturnValue
    public List<Status.Blocker> awaitBlockers(String... threads) {
        Set<String> wanted = Set.of(threads);
        Operator operator = new Operator(target);
        await("the transition is held by " + wanted)
                .atMost(Patience.seconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> operator.status().transition().stream().anyMatch(each -> isHeldBy(each, wanted)));
        Status held = status();
        assertThat(held.blockerNames()).as("blockers in %s", held).containsExactlyInAnyOrder(threads);
        assertThat(held.pending()).as("threads to move in %s", held).isEqualTo(threads.length);
        return held.blockers();
    }

    private static boolean isHeldBy(TransitionView transition, Set<String> threads) {
        Set<String> names =
                transition.blockers().stream().map(TransitionView.Blocker::name).collect(Collectors.toSet());
        return names.equals(threads) && transition.threads().pending() == threads.size();
    }

    /** Waits until the status is as wanted, and returns it. */
    public Status awaitStatus(Predicate<Status> wanted) {
        return await("the wanted status")
                .atMost(Patience.seconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(this::status, wanted);
    }

    private Object[] words(String command, Object... arguments) {
        List<Object> words = new ArrayList<>(List.of(command, target.pid()));
        words.addAll(List.of(arguments));
        return words.toArray();
    }

    @Override
    public void close() {
        target.close();
    }
}
