package io.livepatch.cli;

import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import io.livepatch.model.PatchState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes out of force what has just come into force, and brings back what that had replaced. For use once. */
final class WayBack {
    private final Target target;
    private final Console console;
    private final Deadline deadline;
    private final Reply.Ended forth;
    private final List<String> story = new ArrayList<>();

    /** @param forth the transition whose work is to be undone */
    WayBack(Target target, Console console, Deadline deadline, Reply.Ended forth) {
        this.target = target;
        this.console = console;
        this.deadline = deadline;
        this.forth = forth;
    }

    /** Goes as far as it gets. Never throws for what it meets: the {@link #story} tells. Returns the state of the patch then. */
    PatchState go() {
        PatchState state = disable();
        if (state == PatchState.DISABLED) {
            forth.replaced().forEach(this::enable);
        }
        return state;
    }

    /** What was done, what was not and how the operator can do it, in words. */
    String story() {
        return String.join("; ", story);
    }

    private PatchState disable() {
        String patch = forth.patch();
        try {
            Optional<PatchState> state = transition(new Command.Disable(patch));
            if (state.isEmpty()) {
                story.add("the patch is being taken out of force again, which had not ended when the time was over;"
                        + " 'livepatch wait " + pid() + "' waits for it" + stayDisabled());
                return PatchState.DISABLING;
            }
            story.add(
                    state.get() == PatchState.DISABLED
                            ? "patch " + patch + " is DISABLED again; --no-probe leaves it in force"
                            : "patch " + patch + " is " + state.get()
                                    + ", since another operator reversed the transition that was to take it out of force");
            return state.get();
        } catch (CommandException e) {
            story.add("the patch could not be taken out of force again: " + e.getMessage() + ". 'livepatch disable "
                    + pid() + " " + patch + "' takes it out" + stayDisabled());
            return PatchState.ENABLED;
        }
    }

    private String stayDisabled() {
        return forth.replaced().isEmpty()
                ? ""
                : "; what it had replaced stays DISABLED: " + String.join(", ", forth.replaced());
    }

    private void enable(String replaced) {
        String again = "; 'livepatch enable " + pid() + " " + replaced + "' brings it back";
        try {
            Optional<PatchState> state = transition(new Command.Enable(replaced));
            if (state.isEmpty()) {
                story.add("patch " + replaced + ", which it had replaced, was not ENABLED again when the time was over"
                        + again);
            } else {
                story.add("patch " + replaced + ", which it had replaced, is " + state.get() + " again"
                        + (state.get() == PatchState.ENABLED ? "" : again));
            }
        } catch (CommandException e) {
            story.add("patch " + replaced + ", which it had replaced, stays DISABLED: " + e.getMessage() + again);
        }
    }

    /** The state of the patch after a command and the transition that it starts. Empty if the time is over before. */
    private Optional<PatchState> transition(Command command) throws CommandException {
        Reply first = target.ask(command, Reply.class);
        if (first instanceof Reply.Unchanged unchanged) {
            return unchanged.state();
        }
        Reply.Started started = Target.expect(first, Reply.Started.class);
        try (ReplyStream replies = target.request(new Command.Watch(started.transition()));
                ProgressDisplay display = console.progress()) {
            Optional<Reply> end = replies.afterProgress(deadline, display::show);
            return end.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Target.expect(end.get(), Reply.Ended.class).state());
        }
    }

    private long pid() {
        return target.jvm().pid();
    }
}
