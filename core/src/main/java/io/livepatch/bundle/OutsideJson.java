package io.livepatch.bundle;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.livepatch.bundle.InvalidBundleException.Flaw;
import io.livepatch.model.FieldId;
import io.livepatch.model.Outside;
import io.livepatch.model.SerializationHook;
import java.util.ArrayList;
import java.util.List;

/** The part of the descriptor that concerns code outside of the patch. Each field is absent where it would be empty. */
final class OutsideJson {
    private static final String ENUMS = "enums";
    private static final String HOOKS = "serializationHooks";
    private static final String VERSIONED = "versionedFields";

    private OutsideJson() {}

    static void write(Outside outside, JsonObject json) {
        if (!outside.enums().isEmpty()) {
            json.put(ENUMS, new JsonArray(outside.enums()));
        }
        if (!outside.hooks().isEmpty()) {
            JsonArray hooks = new JsonArray();
            outside.hooks()
                    .forEach(each -> hooks.add(JsonObject.builder()
                            .value("class", each.className())
                            .value("method", each.method())
                            .value("companion", each.companion())
                            .value("body", each.body())
                            .done()));
            json.put(HOOKS, hooks);
        }
        if (!outside.versioned().isEmpty()) {
            JsonArray fields = new JsonArray();
            outside.versioned()
                    .forEach(each -> fields.add(JsonObject.builder()
                            .value("class", each.className())
                            .value("name", each.name())
                            .value("descriptor", each.descriptor())
                            .done()));
            json.put(VERSIONED, fields);
        }
    }

    static Outside read(JsonFields patch) throws Flaw {
        List<SerializationHook> hooks = new ArrayList<>();
        for (JsonFields each : patch.objectsIfAny(HOOKS, "a hook")) {
            hooks.add(DescriptorJson.valid(() -> new SerializationHook(
                    each.string("class"), each.string("method"), each.string("companion"), each.string("body"))));
        }
        List<FieldId> versioned = new ArrayList<>();
        for (JsonFields each : patch.objectsIfAny(VERSIONED, "a versioned field")) {
            versioned.add(DescriptorJson.valid(
                    () -> new FieldId(each.string("class"), each.string("name"), each.string("descriptor"))));
        }
        return new Outside(patch.strings(ENUMS), hooks, versioned);
    }
}
