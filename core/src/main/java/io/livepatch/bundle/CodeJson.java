package io.livepatch.bundle;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.livepatch.bundle.InvalidBundleException.Flaw;
import io.livepatch.model.Callbacks;
import io.livepatch.model.Callbacks.CallbackClass;
import io.livepatch.model.Callbacks.DeclaredState;
import io.livepatch.model.PatchCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The part of a descriptor on the patch's own code. */
final class CodeJson {
    private static final String TIMEOUT = "callbackTimeoutMs";

    private CodeJson() {}

    static void write(PatchCode code, JsonObject json) {
        if (!code.isEmpty()) {
            json.put("code", new JsonArray(code.classes()));
        }
        code.probe().ifPresent(probe -> json.put("probe", probe));
        Callbacks callbacks = code.callbacks();
        if (callbacks.isEmpty()) {
            return;
        }
        JsonArray classes = new JsonArray();
        for (CallbackClass each : callbacks.classes()) {
            classes.add(JsonObject.builder()
                    .value("class", each.className())
                    .value("oncePerJvm", each.oncePerJvm())
                    .done());
        }
        json.put("callbacks", classes);
        json.put(TIMEOUT, callbacks.timeout().toMillis());
        JsonArray states = new JsonArray();
        for (DeclaredState each : callbacks.states()) {
            states.add(JsonObject.builder()
                    .value("id", each.id())
                    .value("version", each.version())
                    .done());
        }
        json.put("states", states);
    }

    static PatchCode read(JsonFields patch) throws Flaw {
        List<String> classes = patch.strings("code");
        Optional<String> probe = Optional.of(patch.string("probe", "")).filter(each -> !each.isEmpty());
        List<CallbackClass> callbacks = new ArrayList<>();
        for (JsonFields each : patch.objectsIfAny("callbacks", "a class of callbacks")) {
            callbacks.add(new CallbackClass(each.string("class"), each.bool("oncePerJvm", false)));
        }
        List<DeclaredState> states = new ArrayList<>();
        for (JsonFields each : patch.objectsIfAny("states", "a state")) {
            String id = each.string("id");
            int version = each.integer("version");
            states.add(DescriptorJson.valid(() -> new DeclaredState(id, version)));
        }
        Duration timeout = patch.json().containsKey(TIMEOUT)
                ? Duration.ofMillis(patch.integer(TIMEOUT))
                : Callbacks.DEFAULT_TIMEOUT;
        return DescriptorJson.valid(() -> new PatchCode(classes, probe, new Callbacks(callbacks, states, timeout)));
    }
}
