package io.livepatch.engine;

import io.livepatch.control.ErrorKind;
import io.livepatch.control.Reply;
import io.livepatch.engine.History.Event;
import io.livepatch.model.Direction;
import io.livepatch.model.PatchState;
import io.livepatch.transition.ThreadRoster;
import io.livepatch.weave.PreparedWeaves;
import io.livepatch.weave.WeavingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a transition begins: what can be found out and prepared is done before anything is armed, so that a refusal leaves the JVM as
 * it was. Thread-safe: the registry's reservation lets one begin at a time.
 */
final class TransitionStart {
    private final PatchRegistry registry;
    private final History history;
    private final ThreadRoster roster;
    private final PatchingTools tools;
    private final TransitionCallbacks.Callers callers;

    TransitionStart(
            PatchRegistry registry,
            History history,
            ThreadRoster roster,
            PatchingTools tools,
            TransitionCallbacks.Callers callers) {
        this.registry = registry;
        this.history = history;
        this.roster = roster;
        this.tools = tools;
        this.callers = callers;
    }

    /**
     * Brings a patch in or takes it out.
     *
     * @throws Refusal if another transition runs, the patch does not fit, or the first step fails; then nothing has changed
     */
    Reply of(LoadedPatch patch, Direction direction) throws Refusal {
        PatchRegistry.Reservation reservation = registry.reserve();
        try {
            List<Layer> before = registry.enabled();
            return direction == Direction.PATCH ? putOn(patch, before) : takeOut(patch, before);
        } finally {
            registry.release(reservation);
        }
    }

    private Reply putOn(LoadedPatch patch, List<Layer> before) throws Refusal {
        List<Layer> staying = Stacks.leftBy(patch, before);
        StateRules.check(patch, before, staying);
        Layer layer = Layer.on(staying, patch);
        Applicability where = Applicability.of(Stacks.with(staying, layer), tools.sweep());
        if (where.everywhereNew()) {
            String text = "this JVM runs the new version already; nothing was done";
            Optional<PatchState> state = registry.find(patch.name()).map(LoadedPatch::state);
            return new Reply.Unchanged(patch.name(), state, text);
        }
        defineAdded(layer, where);
        List<Layer> after = Stacks.with(staying, layer.excluding(where.excluded()));
        // Nobody else starts a transition meanwhile: the reservation is ours.
        where.woven()
                .prepare(PlanBuilder.between(before, after), tools.gate().view().nextArming());
        List<Class<?>> places =
                where.changing().stream().<Class<?>>map(each -> each.get(0)).toList();
        return run(patch, Direction.PATCH, before, after, places, where.warnings(), where.woven());
    }

    /** Before anything is armed: woven bodies need the added classes, and what cannot be added must not be woven. */
    private void defineAdded(Layer layer, Applicability where) throws Refusal {
        for (List<Class<?>> changing : where.changing()) {
            ClassLoader loader = changing.get(0).getClassLoader();
            try {
                layer.added().define(tools.definer(), loader, changing);
            } catch (WeavingException e) {
                throw new Refusal(
                        ErrorKind.NOT_PATCHABLE,
                        "in loader " + LoaderSet.describe(loader) + ", " + e.getMessage()
                                + "; every class is as it was",
                        e);
            }
        }
    }

    private Reply takeOut(LoadedPatch patch, List<Layer> before) throws Refusal {
        List<String> warnings = new ArrayList<>();
        List<Layer> after = new ArrayList<>(before);
        for (Layer each : before) {
            if (each.patch() == patch) {
                after.remove(each);
                Set<String> above = PlanBuilder.builtOn(each, before);
                if (!above.isEmpty()) {
                    warnings.add("built on top of " + patch.name() + " and still in force: " + String.join(", ", above)
                            + "; the methods they change keep their bodies");
                }
            }
        }
        return run(patch, Direction.UNPATCH, before, List.copyOf(after), List.of(), warnings, PreparedWeaves.NONE);
    }

    private Reply run(
            LoadedPatch patch,
            Direction direction,
            List<Layer> before,
            List<Layer> after,
            List<Class<?>> places,
            List<String> warnings,
            PreparedWeaves woven)
            throws Refusal {
        RunningTransition transition = new RunningTransition(
                registry.nextSerial(),
                patch,
                direction,
                before,
                after,
                jdk(before, after),
                woven,
                places,
                callers,
                tools,
                roster,
                registry,
                history);
        history.add(
                direction == Direction.PATCH ? Event.ENABLING : Event.DISABLING,
                patch.name(),
                0,
                0,
                String.join("; ", warnings));
        registry.started(transition);
        transition.coordinator().start();
        Optional<Reply.Refused> refused = transition.started().join();
        if (refused.isPresent()) {
            throw new Refusal(refused.get().kind(), refused.get().text());
        }
        return reply(transition, warnings);
    }

    private JdkParts jdk(List<Layer> before, List<Layer> after) throws Refusal {
        try {
            return JdkParts.between(before, after, tools.sweep());
        } catch (WeavingException e) {
            throw new Refusal(ErrorKind.NOT_PATCHABLE, e.getMessage() + "; every class is as it was", e);
        }
    }

    /** What the operator hears of a transition that has begun. */
    static Reply reply(RunningTransition transition, List<String> warnings) {
        return new Reply.Started(transition.serial(), transition.patch().name(), transition.direction(), warnings);
    }
}
