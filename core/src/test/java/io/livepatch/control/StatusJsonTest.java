package io.livepatch.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import io.livepatch.model.Direction;
import io.livepatch.model.PatchState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The documents as docs promise them to scripts, member by member. */
class StatusJsonTest {
    private static final StatusView.Jvm JVM = new StatusView.Jvm(1, "25.0.3", "com.example.Main", "0.1.0");

    @Test
    void status_withoutPatchOrTransition_hasEveryMember() throws JsonParserException {
        StatusView status = new StatusView(JVM, Optional.empty(), List.of(), List.of());
        assertThat(reparsed(StatusJson.of(status))).isEqualTo(parse("""
                {"jvm": {"pid": 1, "version": "25.0.3", "mainClass": "com.example.Main", "agentVersion": "0.1.0"},
                 "transition": null, "patches": [], "history": []}"""));
        assertThat(JsonWriter.string(StatusJson.of(status))).contains("\"transition\":null");
    }

    @Test
    void status_duringATransition_hasTheDocumentedShape() throws JsonParserException {
        TransitionView transition = new TransitionView(
                7,
                "cve",
                Direction.UNPATCH,
                3,
                120,
                new TransitionView.ThreadCount(40, 2),
                List.of(
                        new TransitionView.Blocker(
                                31, "worker-1", false, TransitionView.Reason.BLOCKED, "a.B.c(B.java:12)", "d", 90),
                        new TransitionView.Blocker(
                                32, "v", true, TransitionView.Reason.UNRELIABLE, "", "stack not seen whole", 4)));
        StatusView status = new StatusView(
                JVM,
                Optional.of(transition),
                List.of(new StatusView.Patch(
                        "cve",
                        "1.2",
                        PatchState.DISABLING,
                        false,
                        false,
                        "security",
                        false,
                        1,
                        List.of(new StatusView.PatchedClassView("a.B", "app", true, true, List.of("c(I)V"))))),
                List.of(new StatusView.HistoryEntry("2026-11-20T12:00:00Z", "enabled", "cve", 35, 40, "")));
        assertThat(reparsed(StatusJson.of(status))).isEqualTo(parse("""
                {"jvm": {"pid": 1, "version": "25.0.3", "mainClass": "com.example.Main", "agentVersion": "0.1.0"},
                 "transition": {"serial": 7, "patch": "cve", "direction": "unpatch", "generation": 3, "elapsedMs": 120,
                   "threads": {"total": 40, "done": 38, "pending": 2},
                   "blockers": [
                     {"id": 31, "name": "worker-1", "virtual": false, "reason": "BLOCKED", "frame": "a.B.c(B.java:12)",
                      "detail": "d", "ageMs": 90},
                     {"id": 32, "name": "v", "virtual": true, "reason": "UNRELIABLE", "frame": "",
                      "detail": "stack not seen whole", "ageMs": 4}]},
                 "patches": [{"name": "cve", "version": "1.2", "state": "DISABLING", "enabled": false, "replace": false, "replaceSet": "security",
                   "forced": false, "stackOrder": 1,
                   "classes": [{"name": "a.B", "loader": "app", "loaded": true, "patched": true,
                     "methods": ["c(I)V"]}]}],
                 "history": [{"at": "2026-11-20T12:00:00Z", "event": "enabled", "patch": "cve", "elapsedMs": 35,
                   "threads": 40, "text": ""}]}"""));
    }

    @Test
    void threads_inATransition_haveTheDocumentedShape() throws JsonParserException {
        ThreadsView view = new ThreadsView(List.of(
                new ThreadsView.ThreadView(1, "main", false, 1, false),
                new ThreadsView.ThreadView(99, "", true, 0, true)));
        assertThat(reparsed(ThreadsJson.of(view))).isEqualTo(parse("""
                {"threads": [{"id": 1, "name": "main", "virtual": false, "patchState": 1, "pending": false},
                             {"id": 99, "name": "", "virtual": true, "patchState": 0, "pending": true}]}"""));
    }

    private static JsonObject reparsed(JsonObject json) throws JsonParserException {
        return parse(JsonWriter.string(json));
    }

    private static JsonObject parse(String text) throws JsonParserException {
        return JsonParser.object().from(text);
    }
}
