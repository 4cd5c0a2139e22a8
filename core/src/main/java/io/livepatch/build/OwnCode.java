package io.livepatch.build;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.bytecode.MentionedTypes;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.model.Callbacks;
import io.livepatch.model.MethodId;
import io.livepatch.model.PatchApi;
import io.livepatch.model.PatchCode;
import io.livepatch.reshape.NewNames;
import io.livepatch.reshape.PatchCodeUses;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * The code that a bundle brings to speak for itself: the classes that the operator names, and those which they need of the JAR or
 * directory that holds them.
 *
 * @param classFiles by binary name with dots
 */
record OwnCode(PatchCode description, Map<String, byte[]> classFiles) {
    private static final OwnCode NONE = new OwnCode(PatchCode.NONE, Map.of());
    private static final MethodId VULNERABLE = new MethodId("vulnerable", "()Z");

    /**
     * Collects it.
     *
     * @param places where it is looked for
     * @param newLibrary the classes that the loader of the patched classes has; they are not brought again
     */
    static OwnCode of(
            CodeOptions options,
            List<Library> places,
            Library oldLibrary,
            Library newLibrary,
            NewNames newNames,
            Findings findings) {
        PatchCodeUses uses = new PatchCodeUses(oldLibrary.side(), newLibrary.side(), newNames);
        Collector collector = new Collector(places, newLibrary, uses, findings);
        options.probe()
                .ifPresent(
                        name -> collector
                                .collect(name, RefusalKind.PROBE, "the probe")
                                .filter(node -> !isProbe(node))
                                .ifPresent(
                                        node -> findings.refuse(
                                                RefusalKind.PROBE,
                                                name,
                                                "this class is to be the probe, but is no public class with a method public static boolean vulnerable()")));
        CallbackClasses callbacks = new CallbackClasses(findings);
        for (String name : options.callbacks()) {
            collector
                    .collect(name, RefusalKind.CALLBACKS, "callbacks")
                    .ifPresent(node -> callbacks.add(node, collector::find));
        }
        if (collector.classFiles.isEmpty()) {
            return NONE;
        }
        List<String> names = List.copyOf(collector.classFiles.keySet());
        Callbacks described = callbacks.described(options.callbackTimeout());
        if (!findings.refusals().isEmpty()) {
            return NONE;
        }
        collector.classFiles.replaceAll((name, classFile) -> newNames.in(classFile));
        return new OwnCode(new PatchCode(names, options.probe(), described), collector.classFiles);
    }

    private static boolean isProbe(ClassNode node) {
        int required = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
        return (node.access & Opcodes.ACC_PUBLIC) != 0
                && ClassFiles.method(node, VULNERABLE)
                        .filter(method -> (method.access & required) == required)
                        .isPresent();
    }

    /** Gathers classes with those that they need. */
    private static final class Collector {
        private final List<Library> places;
        private final Library library;
        private final PatchCodeUses uses;
        private final Findings findings;
        private final Map<String, byte[]> classFiles = new TreeMap<>();

        Collector(List<Library> places, Library library, PatchCodeUses uses, Findings findings) {
            this.places = places;
            this.library = library;
            this.uses = uses;
            this.findings = findings;
        }

        /**
         * Takes a class and what it needs of the place where it is.
         *
         * @param role what it is to be
         * @return the class, empty if it was refused
         */
        Optional<ClassNode> collect(String className, RefusalKind kind, String role) {
            String name = className.replace('.', '/');
            Optional<Library> place = places.stream()
                    .filter(each -> each.classes().containsKey(name))
                    .findFirst();
            if (place.isEmpty()) {
                findings.refuse(
                        kind,
                        className,
                        "this class is to be " + role + ", but is in no JAR or directory of the --classpath");
                return Optional.empty();
            }
            if (library.classes().containsKey(name)) {
                findings.refuse(
                        kind,
                        className,
                        "this class is to be " + role
                                + ", but belongs to the library, where the patch would change it");
                return Optional.empty();
            }
            Optional<ClassNode> root = Optional.empty();
            Deque<String> open = new ArrayDeque<>(List.of(name));
            while (!open.isEmpty()) {
                String each = open.remove();
                byte[] classFile = place.get().classes().get(each);
                boolean isOwn = classFile != null && !library.classes().containsKey(each) && !PatchApi.contains(each);
                boolean isNew = isOwn && classFiles.put(each.replace('/', '.'), classFile) == null;
                if (isNew || each.equals(name)) {
                    Optional<ClassNode> node = read(each, classFile, kind, role);
                    if (isNew && node.isPresent()) {
                        open.addAll(MentionedTypes.of(node.get()));
                        checkUses(node.get(), kind, role);
                    }
                    root = each.equals(name) ? node : root;
                }
            }
            return root;
        }

        private void checkUses(ClassNode node, RefusalKind kind, String role) {
            for (String each : uses.unusable(node)) {
                findings.refuse(
                        kind,
                        node.name.replace('/', '.'),
                        role + " would use " + each
                                + ", which the running library does not have, or keeps to its own package;"
                                + " let it use what is public in OLD, or a class that the patch adds");
            }
        }

        /** One of those collected. */
        Optional<ClassNode> find(String name) {
            byte[] classFile = classFiles.get(name.replace('/', '.'));
            return classFile == null ? Optional.empty() : read(name, classFile, RefusalKind.CALLBACKS, "callbacks");
        }

        private Optional<ClassNode> read(String name, byte[] classFile, RefusalKind kind, String role) {
            try {
                return Optional.of(ClassFiles.read(classFile));
            } catch (InvalidClassFileException e) {
                findings.refuse(
                        kind,
                        name.replace('/', '.'),
                        role + " would need this class, whose class file cannot be read: " + e.getMessage());
                return Optional.empty();
            }
        }
    }
}
