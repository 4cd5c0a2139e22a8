package io.livepatch.it.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.control.Command;
import io.livepatch.control.ErrorKind;
import io.livepatch.control.Reply;
import io.livepatch.control.StatusView;
import io.livepatch.it.harness.LateLoaders;
import io.livepatch.it.harness.Operator;
import io.livepatch.it.harness.Oracle;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.model.Direction;
import io.livepatch.model.PatchState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Gives commands in random order and compares what comes of each with the model. Every step has a random source of its own, so that
 * the same seed gives the same choices however long threads take to move; only whether a reversal comes in time is theirs.
 */
final class RandomOperations {
    private static final String TEST_AGENT = "io.livepatch.it.target.TestAgent";
    private static final List<String> CLASSES =
            List.of("oracle.Service", "oracle.Account", "oracle.Shape", "oracle.Tree");

    private final TargetJvm target;
    private final Operator operator;
    private final Oracle oracle;
    private final List<OraclePatch> patches;
    private final Model model = new Model();
    private final Map<Operation, Integer> done = new TreeMap<>();
    private final LateLoaders late = new LateLoaders();

    /** What was done, or came of it. */
    enum Operation {
        APPLY,
        APPLY_LOADED,
        APPLY_ENABLED,
        ENABLE,
        DISABLE,
        DISABLE_COVERED,
        REPLACE,
        REMOVE,
        REMOVE_ENABLED,
        REFUSED_MISFIT,
        REVERSE,
        REVERSE_TOO_LATE,
        ENDED_REVERSED,
        BUSY,
        RETRANSFORM,
        TRANSITION
    }

    RandomOperations(TargetJvm target, Oracle oracle, List<OraclePatch> patches) {
        this.target = target;
        this.oracle = oracle;
        this.patches = patches;
        operator = new Operator(target);
    }

    /** Goes on for so many transitions. */
    void run(SplittableRandom random, int transitions) throws IOException {
        while (done.getOrDefault(Operation.TRANSITION, 0) < transitions) {
            step(random.split());
            StatusView status = operator.status();
            assertThat(status.transition()).isEmpty();
            assertThat(Model.reported(status)).as("after %s", done).isEqualTo(model.expected());
            late.note(status);
        }
    }

    Map<Operation, Integer> done() {
        return done;
    }

    /** Loaders of which a class was found only after it could be used: for these the rule is not promised. */
    Set<String> lateLoaders() {
        return late.names();
    }

    private void step(SplittableRandom random) throws IOException {
        OraclePatch patch = patches.get(random.nextInt(patches.size()));
        int choice = random.nextInt(100);
        if (model.isEnabled(patch)) {
            whileEnabled(patch, choice, random);
        } else if (!model.isLoaded(patch)) {
            enable(patch, Operation.APPLY, apply(patch), random);
        } else if (choice < 50) {
            enable(patch, Operation.ENABLE, new Command.Enable(patch.name()), random);
        } else if (choice < 70) {
            enable(patch, Operation.APPLY_LOADED, apply(patch), random);
        } else {
            assertThat(operator.ask(new Command.Remove(patch.name()))).isInstanceOf(Reply.Removed.class);
            model.remove(patch);
            count(Operation.REMOVE);
        }
    }

    private void whileEnabled(OraclePatch patch, int choice, SplittableRandom random) throws IOException {
        if (choice < 80) {
            count(model.isCovered(patch) ? Operation.DISABLE_COVERED : Operation.DISABLE);
            transition(new Command.Disable(patch.name()), patch, Direction.UNPATCH, model.without(patch), random);
        } else if (choice < 90) {
            assertRefused(ErrorKind.WRONG_STATE, new Command.Remove(patch.name()));
            count(Operation.REMOVE_ENABLED);
        } else {
            assertThat(operator.ask(apply(patch))).isInstanceOf(Reply.Unchanged.class);
            count(Operation.APPLY_ENABLED);
        }
    }

    private static Command apply(OraclePatch patch) throws IOException {
        return Operator.applying(patch.bundle());
    }

    private void enable(OraclePatch patch, Operation operation, Command command, SplittableRandom random)
            throws IOException {
        Model.Fit fit = model.fit(patch);
        if (fit == Model.Fit.DEPENDS) {
            return;
        }
        if (fit == Model.Fit.MISFIT) {
            assertRefused(ErrorKind.VERSION_MISMATCH, command);
            count(Operation.REFUSED_MISFIT);
            return;
        }
        count(operation);
        if (model.wouldReplace(patch)) {
            count(Operation.REPLACE);
        }
        model.load(patch);
        transition(command, patch, Direction.PATCH, model.with(patch), random);
    }

    private void assertRefused(ErrorKind kind, Command command) throws IOException {
        Reply reply = operator.ask(command);
        assertThat(reply).as("%s with %s", command, model).isInstanceOf(Reply.Refused.class);
        assertThat(((Reply.Refused) reply).kind()).as("%s", reply).isEqualTo(kind);
    }

    private void transition(
            Command command, OraclePatch patch, Direction direction, List<OraclePatch> after, SplittableRandom random)
            throws IOException {
        int turns = random.nextInt(100) < 40 ? 1 + random.nextInt(3) : 0;
        oracle.open(Model.versions(after), turns > 0);
        Reply reply = operator.ask(command);
        assertThat(reply).as("%s with %s", command, model).isInstanceOf(Reply.Started.class);
        long serial = ((Reply.Started) reply).transition();
        for (int i = 0; i < turns; i++) {
            meanwhile(after, random);
            turn(serial, random);
        }
        if (turns == 0) {
            meanwhile(after, random);
        }
        Reply last = operator.await(serial);
        assertThat(last).isInstanceOf(Reply.Ended.class);
        Reply.Ended ended = (Reply.Ended) last;
        boolean wentAfter = ended.direction() == direction;
        oracle.close(wentAfter);
        assertThat(ended.patch()).isEqualTo(patch.name());
        assertThat(ended.reversed()).isEqualTo(!wentAfter);
        assertThat(ended.state() == PatchState.ENABLED).isEqualTo(ended.direction() == Direction.PATCH);
        if (wentAfter) {
            model.use(after);
        } else {
            assertThat(turns).as("reversals asked for").isPositive();
            count(Operation.ENDED_REVERSED);
        }
        count(Operation.TRANSITION);
    }

    private void turn(long serial, SplittableRandom random) throws IOException {
        if (random.nextInt(8) == 0) {
            operator.watch(2);
        }
        Reply reply = operator.ask(new Command.Reverse(serial, Optional.empty()));
        if (reply instanceof Reply.Started) {
            count(Operation.REVERSE);
        } else {
            assertThat(reply).isInstanceOf(Reply.Refused.class);
            assertThat(((Reply.Refused) reply).kind()).isEqualTo(ErrorKind.NO_TRANSITION);
            count(Operation.REVERSE_TOO_LATE);
        }
    }

    /** What others do while a transition runs, or has just ended. */
    private void meanwhile(List<OraclePatch> after, SplittableRandom random) throws IOException {
        int choice = random.nextInt(100);
        if (choice < 15) {
            target.call(TEST_AGENT, "retransform", CLASSES.get(random.nextInt(CLASSES.size())));
            count(Operation.RETRANSFORM);
        } else if (choice < 25) {
            // one that is enabled all the time: if the transition has ended by now, this command too is refused
            Optional<OraclePatch> other =
                    after.stream().filter(model::isEnabled).findFirst();
            if (other.isPresent()
                    && operator.ask(new Command.Remove(other.get().name())) instanceof Reply.Refused refused
                    && refused.kind() == ErrorKind.BUSY) {
                count(Operation.BUSY);
            }
        }
    }

    private void count(Operation operation) {
        done.merge(operation, 1, Integer::sum);
    }
}
