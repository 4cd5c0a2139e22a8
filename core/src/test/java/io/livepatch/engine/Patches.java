package io.livepatch.engine;

import io.livepatch.bundle.BundleReader;
import io.livepatch.bundle.BundleWriter;
import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.model.Callbacks;
import io.livepatch.model.JavaReleases;
import io.livepatch.model.MethodId;
import io.livepatch.model.Outside;
import io.livepatch.model.PatchCode;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.PatchedClass;
import io.livepatch.model.PatchedMethod;
import io.livepatch.model.ReplaceSet;
import io.livepatch.testing.Sources;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.objectweb.asm.tree.ClassNode;

/** Patches of a class {@code T} with methods {@code a()} and {@code b()}, which return a version. */
final class Patches {
    static final MethodId A = MethodId.parse("a()I");
    static final MethodId B = MethodId.parse("b()I");

    /** Patches without callbacks ask for none. */
    private static final LoadedPatch.StaticsMaker NO_STATICS = (bundle, journal) -> {
        throw new AssertionError("no callbacks");
    };

    private Patches() {}

    /** Takes the given methods from one version to another. */
    static LoadedPatch patch(String name, int from, int to, MethodId... methods) throws Exception {
        return load(name, ReplaceSet.NONE, to, changed(from, to, methods));
    }

    /** The same as a patch of a replace set. */
    static LoadedPatch ofSet(String name, ReplaceSet set, int from, int to, MethodId... methods) throws Exception {
        return load(name, set, to, changed(from, to, methods));
    }

    /** Takes one method from one version to another and guards a second one. */
    static LoadedPatch guarding(String name, int from, int to, MethodId method, MethodId guard) throws Exception {
        List<PatchedMethod> methods = new ArrayList<>(changed(from, to, method));
        methods.addAll(changed(from, from, guard));
        return load(name, ReplaceSet.NONE, to, methods);
    }

    private static List<PatchedMethod> changed(int from, int to, MethodId... methods) throws Exception {
        ClassNode before = ClassFiles.read(classFile(from));
        ClassNode after = ClassFiles.read(classFile(to));
        return Stream.of(methods)
                .map(id -> new PatchedMethod(
                        id,
                        Fingerprints.of(before, ClassFiles.method(before, id).orElseThrow()),
                        Fingerprints.of(after, ClassFiles.method(after, id).orElseThrow()),
                        false))
                .toList();
    }

    /** Brings a probe of this source, a class {@code Probe}. */
    static LoadedPatch probing(String name, String probe) throws Exception {
        return withCode(name, new PatchCode(List.of("Probe"), Optional.of("Probe"), Callbacks.NONE), probe);
    }

    /** Brings callbacks, a public class in each source, once in the JVM. */
    static LoadedPatch calling(String name, String... calls) throws Exception {
        return declaring(name, List.of(), calls);
    }

    /** The same with states. */
    static LoadedPatch declaring(String name, List<Callbacks.DeclaredState> states, String... calls) throws Exception {
        List<String> classes =
                Stream.of(calls).map(each -> each.split(" ", 4)[2]).toList();
        Callbacks callbacks = new Callbacks(
                classes.stream()
                        .map(each -> new Callbacks.CallbackClass(each, true))
                        .toList(),
                states,
                Callbacks.DEFAULT_TIMEOUT);
        return withCode(name, new PatchCode(classes, Optional.empty(), callbacks), calls);
    }

    private static LoadedPatch withCode(String name, PatchCode description, String... sources) throws Exception {
        PatchDescriptor descriptor = new PatchDescriptor(
                name,
                "",
                "",
                ReplaceSet.NONE,
                List.of(new PatchedClass("T", changed(1, 2, A))),
                List.of(),
                Outside.NONE,
                description,
                JavaReleases.ALL);
        Map<String, byte[]> code = Sources.compile(17, sources);
        byte[] bundle = BundleWriter.toBytes(descriptor, Map.of("T", classFile(2)), Map.of(), code);
        return new LoadedPatch(BundleReader.read(name, ByteBuffer.wrap(bundle)), NO_STATICS);
    }

    private static LoadedPatch load(String name, ReplaceSet set, int to, List<PatchedMethod> methods) throws Exception {
        PatchDescriptor descriptor = new PatchDescriptor(name, "", "", set, List.of(new PatchedClass("T", methods)));
        byte[] bundle = BundleWriter.toBytes(descriptor, Map.of("T", classFile(to)));
        return new LoadedPatch(BundleReader.read(name, ByteBuffer.wrap(bundle)), NO_STATICS);
    }

    static byte[] classFile(int version) {
        String source = "public class T { int a() { return 10 + V; } int b() { return 20 + V; } }";
        return Sources.compile(17, source.replace("V", Integer.toString(version)))
                .get("T");
    }
}
