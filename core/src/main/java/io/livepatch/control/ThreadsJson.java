package io.livepatch.control;

import com.grack.nanojson.JsonObject;

/** The JSON document of {@code livepatch threads}, a contract with scripts. */
public final class ThreadsJson {
    private ThreadsJson() {}

    /** The whole document. */
    public static JsonObject of(ThreadsView view) {
        return JsonObject.builder()
                .value("threads", StatusJson.array(view.threads(), ThreadsJson::of))
                .done();
    }

    private static JsonObject of(ThreadsView.ThreadView thread) {
        return JsonObject.builder()
                .value("id", thread.id())
                .value("name", thread.name())
                .value("virtual", thread.virtual())
                .value("patchState", thread.patchState())
                .value("pending", thread.pending())
                .done();
    }
}
