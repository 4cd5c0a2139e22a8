package io.livepatch.control;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The JSON document of {@code livepatch status}, a contract with scripts. */
public final class StatusJson {
    private StatusJson() {}

    /** The whole document. */
    public static JsonObject of(StatusView status) {
        StatusView.Jvm jvm = status.jvm();
        return JsonObject.builder()
                .object("jvm")
                .value("pid", jvm.pid())
                .value("version", jvm.version())
                .value("mainClass", jvm.mainClass())
                .value("agentVersion", jvm.agentVersion())
                .end()
                .value("transition", status.transition().map(StatusJson::of).orElse(null))
                .value("patches", array(status.patches(), StatusJson::of))
                .value("history", array(status.history(), StatusJson::of))
                .done();
    }

    /** The member {@code transition}. */
    public static JsonObject of(TransitionView transition) {
        TransitionView.ThreadCount threads = transition.threads();
        return JsonObject.builder()
                .value("serial", transition.serial())
                .value("patch", transition.patch())
                .value("direction", transition.direction().name().toLowerCase(Locale.ROOT))
                .value("generation", transition.generation())
                .value("elapsedMs", transition.elapsedMs())
                .object("threads")
                .value("total", threads.total())
                .value("done", threads.done())
                .value("pending", threads.pending())
                .end()
                .value("blockers", array(transition.blockers(), StatusJson::of))
                .done();
    }

    private static JsonObject of(TransitionView.Blocker blocker) {
        return JsonObject.builder()
                .value("id", blocker.id())
                .value("name", blocker.name())
                .value("virtual", blocker.virtual())
                .value("reason", blocker.reason().name())
                .value("frame", blocker.frame())
                .value("detail", blocker.detail())
                .value("ageMs", blocker.ageMs())
                .done();
    }

    private static JsonObject of(StatusView.Patch patch) {
        return JsonObject.builder()
                .value("name", patch.name())
                .value("version", patch.version())
                .value("state", patch.state().name())
                .value("enabled", patch.enabled())
                .value("replace", patch.replace())
                .value("replaceSet", patch.replaceSet())
                .value("forced", patch.forced())
                .value("stackOrder", patch.stackOrder())
                .value("classes", array(patch.classes(), StatusJson::of))
                .done();
    }

    private static JsonObject of(StatusView.PatchedClassView patchedClass) {
        return JsonObject.builder()
                .value("name", patchedClass.name())
                .value("loader", patchedClass.loader())
                .value("loaded", patchedClass.loaded())
                .value("patched", patchedClass.patched())
                .value("methods", array(patchedClass.methods(), Function.identity()))
                .done();
    }

    private static JsonObject of(StatusView.HistoryEntry entry) {
        return JsonObject.builder()
                .value("at", entry.at())
                .value("event", entry.event())
                .value("patch", entry.patch())
                .value("elapsedMs", entry.elapsedMs())
                .value("threads", entry.threads())
                .value("text", entry.text())
                .done();
    }

    static <T> JsonArray array(List<T> elements, Function<T, ?> form) {
        JsonArray array = new JsonArray();
        elements.forEach(element -> array.add(form.apply(element)));
        return array;
    }
}
