package io.livepatch.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.livepatch.control.ProbeResult;
import io.livepatch.control.Reply;
import io.livepatch.control.StatusJson;
import io.livepatch.control.TransitionView;
import io.livepatch.model.Direction;
import io.livepatch.model.PatchState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of a command that acts on a patch or on a transition; the JSON document of such commands.
 *
 * @param patch empty if none was concerned
 * @param state of the patch now, empty if it is not loaded
 * @param changed whether the command found or caused a change, rather than that there was nothing to do
 * @param direction of the transition, empty if there was none
 * @param reversed whether the transition was turned round on the way
 * @param elapsedMs duration of the transition, in milliseconds
 * @param threads live threads at its end
 * @param probed what the probe of the patch said, empty if it has none or was not asked
 * @param running the transition if it still runs
 */
record Outcome(
        Optional<String> patch,
        Optional<PatchState> state,
        boolean changed,
        Optional<Direction> direction,
        boolean reversed,
        long elapsedMs,
        int threads,
        List<ProbeResult> probed,
        Optional<TransitionView> running,
        List<String> warnings) {

    /** Nothing was there to act on. */
    static Outcome nothing() {
        return withoutTransition(Optional.empty(), Optional.empty(), false);
    }

    static Outcome of(Reply.Unchanged unchanged) {
        return withoutTransition(Optional.of(unchanged.patch()), unchanged.state(), false);
    }

    static Outcome of(Reply.Removed removed) {
        return withoutTransition(Optional.of(removed.patch()), Optional.empty(), true);
    }

    private static Outcome withoutTransition(Optional<String> patch, Optional<PatchState> state, boolean changed) {
        return new Outcome(
                patch, state, changed, Optional.empty(), false, 0, 0, List.of(), Optional.empty(), List.of());
    }

    /**
     * A transition that is over.
     *
     * @param warnings those of its start
     */
    static Outcome of(Reply.Ended ended, List<String> warnings) {
        return new Outcome(
                Optional.of(ended.patch()),
                Optional.of(ended.state()),
                true,
                Optional.of(ended.direction()),
                ended.reversed(),
                ended.elapsedMs(),
                ended.threads(),
                List.of(),
                Optional.empty(),
                Stream.concat(warnings.stream(), ended.warnings().stream()).toList());
    }

    /** A transition that runs. */
    static Outcome running(
            String patch, Direction direction, Optional<TransitionView> transition, List<String> warnings) {
        return new Outcome(
                Optional.of(patch),
                Optional.of(direction == Direction.PATCH ? PatchState.ENABLING : PatchState.DISABLING),
                true,
                Optional.of(direction),
                false,
                transition.map(TransitionView::elapsedMs).orElse(0L),
                transition.map(view -> view.threads().total()).orElse(0),
                List.of(),
                transition,
                warnings);
    }

    /** The same with what the probe said, and the state that this led to. */
    Outcome probed(List<ProbeResult> results, PatchState after) {
        return new Outcome(
                patch,
                Optional.of(after),
                changed,
                direction,
                reversed,
                elapsedMs,
                threads,
                results,
                running,
                warnings);
    }

    JsonObject json() {
        return JsonObject.builder()
                .value("patch", patch.orElse(null))
                .value("state", state.map(PatchState::name).orElse(null))
                .value("changed", changed)
                .value(
                        "direction",
                        direction.map(d -> d.name().toLowerCase(Locale.ROOT)).orElse(null))
                .value("reversed", reversed)
                .value("elapsedMs", elapsedMs)
                .value("threads", threads)
                .value("probe", ProbeCommand.json(probed))
                .value("transition", running.map(StatusJson::of).orElse(null))
                .value("warnings", new JsonArray(warnings))
                .done();
    }
}
