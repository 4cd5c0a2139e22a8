package io.livepatch.it.harness;

import io.livepatch.bundle.BundleWriter;
import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.PatchedClass;
import io.livepatch.model.PatchedMethod;
import io.livepatch.model.ReplaceSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** A bundle that is sound in every respect but the code in it, which {@code build} would not have let pass. */
public final class HandmadeBundle {
    private HandmadeBundle() {}

    /** Writes the bundle of one class with every method of the given name in it. */
    public static Path write(Path file, String patch, byte[] before, byte[] after, String method) {
        return write(file, patch, before, after, method, Map.of());
    }

    /**
     * The same with added classes.
     *
     * @param added by binary name with dots; iterated in the order in which they are to be defined
     */
    public static Path write(
            Path file, String patch, byte[] before, byte[] after, String method, Map<String, byte[]> added) {
        try {
            ClassNode old = ClassFiles.read(before);
            ClassNode fixed = ClassFiles.read(after);
            List<PatchedMethod> methods = new ArrayList<>();
            for (MethodNode body : fixed.methods) {
                if (body.name.equals(method)) {
                    MethodNode from =
                            ClassFiles.method(old, ClassFiles.id(body)).orElseThrow();
                    methods.add(new PatchedMethod(
                            ClassFiles.id(body), Fingerprints.of(old, from), Fingerprints.of(fixed, body), false));
                }
            }
            String name = fixed.name.replace('/', '.');
            PatchDescriptor descriptor = new PatchDescriptor(
                    patch,
                    "",
                    "made by hand",
                    ReplaceSet.NONE,
                    List.of(new PatchedClass(name, methods)),
                    List.copyOf(added.keySet()));
            BundleWriter.write(file, BundleWriter.toBytes(descriptor, Map.of(name, after), added, Map.of()));
            return file;
        } catch (InvalidClassFileException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
