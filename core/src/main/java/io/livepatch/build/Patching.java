package io.livepatch.build;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.finding.Findings;
import io.livepatch.model.Fingerprint;
import io.livepatch.model.MethodId;
import io.livepatch.model.Outside;
import io.livepatch.model.PatchedMethod;
import io.livepatch.reshape.NewNames;
import io.livepatch.reshape.Reshaped;
import io.livepatch.reshape.Reshaper;
import io.livepatch.reshape.SerialForm;
import io.livepatch.reshape.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The changes that go into the bundle, in the shape of the classes that run.
 *
 * @param methods the methods that the patch changes, by binary class name
 * @param classFiles what brings their bodies, likewise
 * @param added class files to be defined beside them, by binary name in the order in which they can be
 * @param outside what code outside of the patch keeps, looks for or reads
 * @param counts of what OLD does not have
 */
record Patching(
        Map<String, List<PatchedMethod>> methods,
        Map<String, byte[]> classFiles,
        Map<String, byte[]> added,
        NewNames newNames,
        Outside outside,
        Reshaped.Counts counts) {
    static final Patching NONE =
            new Patching(Map.of(), Map.of(), Map.of(), NewNames.NONE, Outside.NONE, new Reshaped.Counts(0, 0, 0));

    /**
     * Reshapes changes, and what they need.
     *
     * @param deltas all classes that differ
     * @param slice which of their changes to take
     * @param findings receives what cannot be brought; the result is of use only if that is nothing
     */
    static Patching of(
            Library oldLibrary, Library newLibrary, List<ClassDelta> deltas, Slice slice, Findings findings) {
        Map<String, ClassNode> prepared = new HashMap<>();
        deltas.forEach(each -> prepared.put(each.internalName(), each.prepared().node()));
        Side before = oldLibrary.side();
        Side after = new Side(newLibrary.classes().keySet(), name -> {
            ClassNode node = prepared.get(name);
            return node == null ? newLibrary.parse(name) : node;
        });
        Reshaper reshaper = new Reshaper(before, after, findings);
        SerialForm serialForm = new SerialForm(before, after, findings);
        for (ClassDelta each : deltas) {
            each.changed().stream()
                    .filter(method -> slice.takes(each.name(), method.name()))
                    .forEach(method -> reshaper.change(each.internalName(), method));
            each.prepared().node().methods.stream()
                    .filter(method -> slice.takes(each.name(), method.name))
                    .forEach(method -> reshaper.override(each.internalName(), ClassFiles.id(method)));
            each.removed().stream()
                    .filter(method -> slice.takes(each.name(), method.name()))
                    .forEach(method -> reshaper.remove(each.internalName(), method));
            serialForm.compare(each.internalName(), field -> slice.takes(each.name(), field), each.initializer());
            reshaper.changeStatics(
                    each.internalName(),
                    field -> slice.takes(each.name(), field),
                    method -> each.changed().contains(method) && slice.takes(each.name(), method.name()));
        }
        return of(oldLibrary, reshaper.reshape((owner, method) -> slice.takes(owner.replace('/', '.'), method.name())));
    }

    private static Patching of(Library oldLibrary, Reshaped reshaped) {
        Map<String, List<PatchedMethod>> methods = new TreeMap<>();
        Map<String, byte[]> classFiles = new TreeMap<>();
        reshaped.bodies().forEach((name, classFile) -> {
            String className = name.replace('/', '.');
            ClassNode old = oldLibrary.parse(name);
            ClassNode now = read(classFile);
            List<PatchedMethod> patched = new ArrayList<>();
            for (MethodId each : reshaped.patched().get(name)) {
                Fingerprint from = fingerprint(old, each);
                Fingerprint to = fingerprint(now, each);
                if (!from.equals(to)) {
                    patched.add(new PatchedMethod(each, from, to, false));
                }
            }
            if (!patched.isEmpty()) {
                methods.put(className, patched);
                classFiles.put(className, classFile);
            }
        });
        Map<String, byte[]> added = new LinkedHashMap<>();
        reshaped.added().forEach((name, classFile) -> added.put(name.replace('/', '.'), classFile));
        return new Patching(methods, classFiles, added, reshaped.newNames(), reshaped.outside(), reshaped.counts());
    }

    private static Fingerprint fingerprint(ClassNode owner, MethodId id) {
        return Fingerprints.of(owner, ClassFiles.method(owner, id).orElseThrow());
    }

    private static ClassNode read(byte[] classFile) {
        try {
            return ClassFiles.read(classFile);
        } catch (InvalidClassFileException e) {
            throw new IllegalStateException("a class file of our own cannot be read", e);
        }
    }

    /** The class file that brings the bodies for a class, parsed anew on each call. */
    ClassNode readClass(String className) {
        return read(classFiles.get(className));
    }

    boolean isEmpty() {
        return methods.isEmpty();
    }

    /** Why each method is in the patch. */
    List<Explanation> explain(Library oldLibrary, List<ClassDelta> deltas) {
        Map<String, ClassNode> newClasses = new HashMap<>();
        deltas.forEach(each -> newClasses.put(each.name(), each.prepared().node()));
        List<Explanation> explanations = new ArrayList<>();
        methods.forEach((name, patched) -> {
            ClassNode old = oldLibrary.parse(name.replace('.', '/'));
            ClassNode brought = readClass(name);
            ClassNode now = newClasses.getOrDefault(name, brought);
            for (PatchedMethod each : patched) {
                MethodNode before = ClassFiles.method(old, each.id()).orElseThrow();
                MethodNode bringing = ClassFiles.method(brought, each.id()).orElseThrow();
                // one that NEW does not have is here for what hooks it
                MethodNode after = ClassFiles.method(now, each.id()).orElse(bringing);
                // a method that NEW has as it was is here for what it reads, which shows in what is brought
                boolean same = Fingerprints.of(now, after).equals(each.from());
                MethodNode shown = same ? bringing : after;
                explanations.add(Explanation.of(name + "." + each.id(), before, shown));
            }
        });
        return explanations;
    }

    /** Changed methods that the patch leaves as they are, as {@code a.B.c(I)V}. */
    List<String> leftOut(List<ClassDelta> deltas) {
        List<String> left = new ArrayList<>();
        for (ClassDelta delta : deltas) {
            List<MethodId> taken = methods.getOrDefault(delta.name(), List.of()).stream()
                    .map(PatchedMethod::id)
                    .toList();
            delta.changed().stream()
                    .filter(each -> !taken.contains(each))
                    .forEach(each -> left.add(delta.name() + "." + each));
        }
        return left;
    }
}
