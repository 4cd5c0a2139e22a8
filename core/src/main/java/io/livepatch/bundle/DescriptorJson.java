package io.livepatch.bundle;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import io.livepatch.bundle.InvalidBundleException.Flaw;
import io.livepatch.json.ForeignJson;
import io.livepatch.model.Fingerprint;
import io.livepatch.model.JavaReleases;
import io.livepatch.model.MethodId;
import io.livepatch.model.Outside;
import io.livepatch.model.PatchCode;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.PatchedClass;
import io.livepatch.model.PatchedMethod;
import io.livepatch.model.ReplaceSet;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The descriptor of a bundle as JSON. Fields that are not known are ignored, so that later versions may add some. */
final class DescriptorJson {
    private DescriptorJson() {}

    static byte[] write(PatchDescriptor patch) {
        JsonArray classes = new JsonArray();
        for (PatchedClass patched : patch.classes()) {
            JsonArray methods = new JsonArray();
            patched.methods().forEach(method -> methods.add(write(method)));
            classes.add(JsonObject.builder()
                    .value("name", patched.name())
                    .value("methods", methods)
                    .done());
        }
        JsonObject json = JsonObject.builder()
                .value("formatVersion", version(patch))
                .value("name", patch.name())
                .value("version", patch.version())
                .value("description", patch.description())
                .value("replaceSet", patch.set().name())
                .value("replace", patch.set().replaces())
                .value("classes", classes)
                .done();
        if (!patch.added().isEmpty()) {
            json.put("added", new JsonArray(patch.added()));
        }
        OutsideJson.write(patch.outside(), json);
        CodeJson.write(patch.code(), json);
        if (!patch.releases().equals(JavaReleases.ALL)) {
            json.put("javaReleases", write(patch.releases()));
        }
        String text = JsonWriter.indent("  ").string().value(json).done();
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The lowest version whose readers know all of the patch. */
    private static int version(PatchDescriptor patch) {
        if (!patch.code().callbacks().isEmpty()) {
            return BundleFormat.VERSION;
        }
        if (!patch.outside().equals(Outside.NONE)
                || !patch.code().isEmpty()
                || !patch.releases().equals(JavaReleases.ALL)) {
            return BundleFormat.VERSION_WITH_OUTSIDE;
        }
        return patch.added().isEmpty() ? BundleFormat.VERSION_OF_BODIES : BundleFormat.VERSION_WITH_ADDED;
    }

    private static JsonObject write(JavaReleases releases) {
        JsonObject json = new JsonObject();
        json.put("from", releases.from());
        if (releases.before() != JavaReleases.UNBOUNDED) {
            json.put("before", releases.before());
        }
        return json;
    }

    private static JsonObject write(PatchedMethod method) {
        return JsonObject.builder()
                .value("name", method.id().name())
                .value("descriptor", method.id().descriptor())
                .value("from", method.from().sha256())
                .value("to", method.to().sha256())
                .value("immediate", method.immediate())
                .done();
    }

    static PatchDescriptor read(byte[] json) throws Flaw {
        JsonFields patch = new JsonFields("the patch", parse(json));
        int version = patch.integer("formatVersion");
        if (version < BundleFormat.VERSION_OF_BODIES || version > BundleFormat.VERSION) {
            throw new Flaw("it has format version " + version + ", this livepatch reads versions up to "
                    + BundleFormat.VERSION + "; use the livepatch version that built it");
        }
        List<String> added = patch.strings("added");
        PatchCode code = CodeJson.read(patch);
        if (version == BundleFormat.VERSION_OF_BODIES && !added.isEmpty()) {
            throw new Flaw(BundleFormat.DESCRIPTOR + " is wrong: it lists added classes, which format version "
                    + version + " does not have");
        }
        Outside outside = OutsideJson.read(patch);
        JavaReleases releases = readReleases(patch);
        if (version < BundleFormat.VERSION && !code.callbacks().isEmpty()) {
            throw new Flaw(BundleFormat.DESCRIPTOR + " is wrong: it lists callbacks, which format version " + version
                    + " does not have");
        }
        if (version < BundleFormat.VERSION_WITH_OUTSIDE
                && !(outside.equals(Outside.NONE) && code.isEmpty() && releases.equals(JavaReleases.ALL))) {
            throw new Flaw(BundleFormat.DESCRIPTOR
                    + " is wrong: it lists enums, hooks, code or Java releases, which format version " + version
                    + " does not have");
        }
        List<PatchedClass> classes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonFields element : patch.objects("classes", "a class")) {
            PatchedClass patched = readClass(element);
            if (!names.add(patched.name())) {
                throw new Flaw(BundleFormat.DESCRIPTOR + " lists the class " + patched.name() + " twice");
            }
            classes.add(patched);
        }
        return valid(() -> new PatchDescriptor(
                patch.string("name"),
                patch.string("version", ""),
                patch.string("description", ""),
                new ReplaceSet(patch.string("replaceSet", ""), patch.bool("replace", false)),
                classes,
                added,
                outside,
                code,
                releases));
    }

    private static JavaReleases readReleases(JsonFields patch) throws Flaw {
        if (!patch.json().containsKey("javaReleases")) {
            return JavaReleases.ALL;
        }
        JsonFields releases = patch.object("javaReleases", "the Java releases");
        return valid(() -> new JavaReleases(
                releases.integer("from"),
                releases.json().containsKey("before") ? releases.integer("before") : JavaReleases.UNBOUNDED));
    }

    private static PatchedClass readClass(JsonFields json) throws Flaw {
        String name = json.string("name");
        List<PatchedMethod> methods = new ArrayList<>();
        Set<MethodId> ids = new HashSet<>();
        for (JsonFields element : json.objects("methods", "a method of " + name)) {
            PatchedMethod method = readMethod(element);
            if (!ids.add(method.id())) {
                throw new Flaw(BundleFormat.DESCRIPTOR + " lists the method " + name + "." + method.id() + " twice");
            }
            methods.add(method);
        }
        return valid(() -> new PatchedClass(name, methods));
    }

    private static PatchedMethod readMethod(JsonFields json) throws Flaw {
        return valid(() -> new PatchedMethod(
                new MethodId(json.string("name"), json.string("descriptor")),
                new Fingerprint(json.string("from")),
                new Fingerprint(json.string("to")),
                json.bool("immediate", false)));
    }

    /** Something whose constructor checks it. */
    interface Construction<T> {
        T make() throws Flaw;
    }

    /** The model's own checks, as a flaw of the file. */
    static <T> T valid(Construction<T> construction) throws Flaw {
        try {
            return construction.make();
        } catch (IllegalArgumentException e) {
            throw new Flaw(BundleFormat.DESCRIPTOR + " is wrong: " + e.getMessage(), e);
        }
    }

    private static JsonObject parse(byte[] json) throws Flaw {
        try {
            String text = ForeignJson.decode(json);
            if (ForeignJson.isDeeperThan(BundleFormat.MAX_NESTING, text)) {
                throw new Flaw(BundleFormat.DESCRIPTOR + " is nested more than " + BundleFormat.MAX_NESTING + " deep");
            }
            // lazy: a number of a million digits is not worth converting
            return JsonParser.object().withLazyNumbers().from(text);
        } catch (CharacterCodingException | JsonParserException e) {
            throw new Flaw(BundleFormat.DESCRIPTOR + " is not JSON: " + e.getMessage(), e);
        }
    }
}
