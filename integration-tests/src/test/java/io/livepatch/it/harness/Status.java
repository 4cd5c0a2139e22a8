package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.List;
import java.util.stream.Stream;

/** The document of {@code status --json}, read field by field as a script would. */
public record Status(JsonObject json) {
    /** A thread that holds the transition. */
    public record Blocker(String name, boolean virtual, String reason, String frame, String detail, long ageMs) {}

    /** The state of a patch, {@code absent} if it is not loaded. */
    public String stateOf(String patch) {
        return objects(json, "patches")
                .filter(p -> patch.equals(p.getString("name")))
                .map(p -> p.getString("state"))
                .findFirst()
                .orElse("absent");
    }

    public boolean inTransition() {
        assertThat(json).as("status").containsKey("transition");
        return !json.isNull("transition");
    }

    /** The direction of the running transition. */
    public String direction() {
        return json.getObject("transition").getString("direction");
    }

    /** Threads that still have to move. */
    public int pending() {
        return json.getObject("transition").getObject("threads").getInt("pending");
    }

    /** Live threads, while a transition runs. */
    public int threads() {
        return json.getObject("transition").getObject("threads").getInt("total");
    }

    /** Those who hold the running transition, none if none runs. */
    public List<Blocker> blockers() {
        return inTransition()
                ? objects(json.getObject("transition"), "blockers")
                        .map(b -> new Blocker(
                                b.getString("name"),
                                b.getBoolean("virtual"),
                                b.getString("reason"),
                                b.getString("frame"),
                                b.getString("detail"),
                                b.getLong("ageMs")))
                        .toList()
                : List.of();
    }

    /** The names of those who hold it. */
    public List<String> blockerNames() {
        return blockers().stream().map(Blocker::name).toList();
    }

    /** What happened so far, in order. */
    public List<String> events() {
        return objects(json, "history").map(entry -> entry.getString("event")).toList();
    }

    /** What happened to which patch, in order: event and patch in one. */
    public List<String> eventsOfPatches() {
        return objects(json, "history")
                .map(entry -> entry.getString("event") + " " + entry.getString("patch"))
                .toList();
    }

    /** Position of a patch among the enabled ones, 1 is the oldest. */
    public int stackOrderOf(String patch) {
        return patch(patch).getInt("stackOrder");
    }

    public boolean isForced(String patch) {
        return patch(patch).getBoolean("forced");
    }

    private JsonObject patch(String name) {
        return objects(json, "patches")
                .filter(p -> name.equals(p.getString("name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no patch " + name + " in " + this));
    }

    private static Stream<JsonObject> objects(JsonObject parent, String key) {
        return parent.getArray(key).stream().map(JsonObject.class::cast);
    }

    @Override
    public String toString() {
        return JsonWriter.string(json);
    }
}
