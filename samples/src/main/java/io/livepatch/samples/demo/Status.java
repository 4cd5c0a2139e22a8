package io.livepatch.samples.demo;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.util.List;
import java.util.Optional;

/**
 * What the demo wants to know of the document that {@code livepatch status --json} prints.
 *
 * @param transition the running one, if any
 * @param patches name and state of each patch, as {@code NAME=STATE}
 */
record Status(Optional<Transition> transition, List<String> patches) {
    Status {
        patches = List.copyOf(patches);
    }

    /** Reads the document. */
    static Status parse(String json) throws CheckFailed {
        try {
            return of(JsonParser.object().from(json));
        } catch (JsonParserException e) {
            throw new CheckFailed("livepatch status --json printed no JSON: " + e.getMessage() + "\n" + json);
        }
    }

    private static Status of(JsonObject document) {
        JsonArray patches = document.getArray("patches", new JsonArray());
        return new Status(
                Optional.ofNullable(document.getObject("transition")).map(Transition::of),
                patches.stream()
                        .map(JsonObject.class::cast)
                        .map(patch -> patch.getString("name") + "=" + patch.getString("state"))
                        .toList());
    }

    /** Why the one thread that still has to move does not; empty unless there is one such thread and the reason is known. */
    Optional<Blocker> onlyBlocker() {
        return transition
                .filter(running -> running.pending() == 1 && running.blockers().size() == 1)
                .map(running -> running.blockers().get(0));
    }

    /**
     * A transition under way.
     *
     * @param pending threads that still have to move
     */
    record Transition(int pending, List<Blocker> blockers) {
        Transition {
            blockers = List.copyOf(blockers);
        }

        private static Transition of(JsonObject transition) {
            JsonArray blockers = transition.getArray("blockers", new JsonArray());
            return new Transition(
                    transition.getObject("threads").getInt("pending"),
                    blockers.stream()
                            .map(JsonObject.class::cast)
                            .map(blocker -> new Blocker(blocker.getString("name"), blocker.getString("frame")))
                            .toList());
        }
    }

    /**
     * Why the transition is not over.
     *
     * @param thread name of the thread that cannot move yet
     * @param frame of the patched method it is in, {@code Class.method(File:line)}
     */
    record Blocker(String thread, String frame) {
        boolean isIn(String thread, String method) {
            return this.thread.equals(thread) && frame.startsWith(method + "(");
        }
    }
}
