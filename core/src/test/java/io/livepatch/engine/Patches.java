package io.livepatch.engine;

import io.livepatch.bundle.BundleReader;
import io.livepatch.bundle.BundleWriter;
import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.model.MethodId;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.PatchedClass;
import io.livepatch.model.PatchedMethod;
import io.livepatch.model.ReplaceSet;
import io.livepatch.testing.Sources;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.objectweb.asm.tree.ClassNode;

/** Patches of a class {@code T} with methods {@code a()} and {@code b()}, which return a version. */
final class Patches {
    static final MethodId A = MethodId.parse("a()I");
    static final MethodId B = MethodId.parse("b()I");

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

    private static LoadedPatch load(String name, ReplaceSet set, int to, List<PatchedMethod> methods) throws Exception {
        PatchDescriptor descriptor = new PatchDescriptor(name, "", "", set, List.of(new PatchedClass("T", methods)));
        byte[] bundle = BundleWriter.toBytes(descriptor, Map.of("T", classFile(to)));
        return new LoadedPatch(BundleReader.read(name, ByteBuffer.wrap(bundle)));
    }

    static byte[] classFile(int version) {
        String source = "public class T { int a() { return 10 + V; } int b() { return 20 + V; } }";
        return Sources.compile(17, source.replace("V", Integer.toString(version)))
                .get("T");
    }
}
