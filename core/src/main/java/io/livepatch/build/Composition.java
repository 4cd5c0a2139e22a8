package io.livepatch.build;

import io.livepatch.build.GuardFinder.Candidate;
import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.finding.WarningKind;
import io.livepatch.model.Fingerprint;
import io.livepatch.model.MethodId;
import io.livepatch.model.PatchedClass;
import io.livepatch.model.PatchedMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.objectweb.asm.tree.ClassNode;

/** What a bundle patches and guards: the changed methods, and what the operator wants of them and of others. */
final class Composition {
    private static final String INITIALIZER = "<clinit>";

    private final List<Library> libraries;
    private final ConsistencyRules rules;
    private final Findings findings;
    private final Map<String, TreeMap<MethodId, PatchedMethod>> methods = new TreeMap<>();

    /**
     * Takes in the changed methods.
     *
     * @param libraries OLD, then where else guards are looked for
     * @param findings receives what is wrong with the operator's wishes
     */
    Composition(
            List<Library> libraries,
            Map<String, List<PatchedMethod>> changed,
            ConsistencyRules rules,
            Findings findings) {
        this.libraries = libraries;
        this.rules = rules;
        this.findings = findings;
        changed.forEach((name, patched) -> patched.forEach(method -> put(name, method)));
    }

    /** The classes of the bundle, in the order of their names. */
    List<PatchedClass> classes() {
        rules.immediate().forEach(this::makeImmediate);
        List<Candidate> callers = GuardFinder.find(libraries.get(0), underTheRule());
        rules.guards().forEach(this::guard);
        for (Candidate each : callers) {
            if (rules.guardCallers()) {
                put(each.className(), guard(classNode(each.className()), each.method()));
            } else if (!methods.getOrDefault(each.className(), new TreeMap<>()).containsKey(each.method())) {
                findings.warn(
                        WarningKind.GUARD_CANDIDATE,
                        each.className() + "." + each.method(),
                        "does not change but calls several methods that do: " + String.join(", ", each.calls())
                                + "; one call of it may see some of them old and some new, unless it is made a guard"
                                + " (--guard auto, or --guard with its name)");
            }
        }
        return methods.entrySet().stream()
                .map(entry -> new PatchedClass(
                        entry.getKey(), List.copyOf(entry.getValue().values())))
                .toList();
    }

    private void put(String className, PatchedMethod method) {
        methods.computeIfAbsent(className, name -> new TreeMap<>()).put(method.id(), method);
    }

    private void makeImmediate(MethodSelector selector) {
        List<PatchedMethod> chosen = methods.getOrDefault(selector.className(), new TreeMap<>()).values().stream()
                .filter(method -> selector.matches(method.id()))
                .toList();
        if (chosen.isEmpty()) {
            findings.refuse(
                    RefusalKind.IMMEDIATE,
                    selector.toString(),
                    "no changed method is called so; --immediate is for methods that the patch changes");
        }
        chosen.forEach(
                method -> put(selector.className(), new PatchedMethod(method.id(), method.from(), method.to(), true)));
    }

    private Map<String, Set<MethodId>> underTheRule() {
        Map<String, Set<MethodId>> changed = new HashMap<>();
        methods.forEach((className, each) -> changed.put(
                className.replace('.', '/'),
                each.values().stream()
                        .filter(method -> !method.immediate())
                        .map(PatchedMethod::id)
                        .collect(Collectors.toSet())));
        return changed;
    }

    private void guard(MethodSelector selector) {
        ClassNode node = classNode(selector.className());
        if (node == null) {
            findings.refuse(
                    RefusalKind.GUARD,
                    selector.toString(),
                    "there is no readable class " + selector.className()
                            + " in OLD or on --classpath; give the JAR that holds it with --classpath");
            return;
        }
        List<MethodId> chosen = node.methods.stream()
                .filter(method -> ClassFiles.hasBody(method) && !method.name.equals(INITIALIZER))
                .map(ClassFiles::id)
                .filter(selector::matches)
                .toList();
        if (chosen.isEmpty()) {
            findings.refuse(
                    RefusalKind.GUARD,
                    selector.toString(),
                    "the class has no method with a body that is called so; inherited methods are named by the class"
                            + " that declares them");
        }
        chosen.forEach(id -> guard(selector.className(), node, id));
    }

    private void guard(String className, ClassNode node, MethodId id) {
        PatchedMethod changed = methods.getOrDefault(className, new TreeMap<>()).get(id);
        if (changed == null) {
            put(className, guard(node, id));
        } else if (changed.immediate()) {
            findings.refuse(
                    RefusalKind.GUARD, className + "." + id, "it cannot be a guard and outside the rule (--immediate)");
        } else if (!changed.isGuard()) {
            findings.warn(
                    WarningKind.GUARD_CHANGES,
                    className + "." + id,
                    "it changes itself, so its whole run sees one side anyway");
        }
    }

    private static PatchedMethod guard(ClassNode node, MethodId id) {
        Fingerprint body = Fingerprints.of(node, ClassFiles.method(node, id).orElseThrow());
        return new PatchedMethod(id, body, body, false);
    }

    /** The class in the first library that has it; null if none has, or it cannot be read. */
    private ClassNode classNode(String className) {
        for (Library each : libraries) {
            byte[] classFile = each.classes().get(className.replace('.', '/'));
            if (classFile != null) {
                try {
                    return ClassFiles.read(classFile);
                } catch (InvalidClassFileException e) {
                    return null;
                }
            }
        }
        return null;
    }
}
