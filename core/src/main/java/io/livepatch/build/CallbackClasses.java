package io.livepatch.build;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.model.Callbacks;
import io.livepatch.model.Callbacks.CallbackClass;
import io.livepatch.model.Callbacks.DeclaredState;
import io.livepatch.model.MethodId;
import io.livepatch.model.PatchApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;

/** Reads from class files what their author declares about callbacks, by the types and annotations of {@code io.livepatch.api}. */
final class CallbackClasses {
    private static final String INTERFACE = PatchApi.PACKAGE + "PatchCallbacks";
    private static final String ONCE = "L" + PatchApi.PACKAGE + "OncePerJvm;";
    private static final String STATE = "L" + PatchApi.PACKAGE + "ManagesState;";
    private static final String STATES = "L" + PatchApi.PACKAGE + "ManagesState$List;";
    private static final MethodId CONSTRUCTOR = new MethodId("<init>", "()V");

    private final Findings findings;
    private final List<CallbackClass> callbacks = new ArrayList<>();
    private final Map<String, DeclaredState> states = new LinkedHashMap<>();

    CallbackClasses(Findings findings) {
        this.findings = findings;
    }

    /**
     * Adds a class, or refuses it.
     *
     * @param others finds the classes that come with it
     */
    void add(ClassNode node, Function<String, Optional<ClassNode>> others) {
        String name = node.name.replace('/', '.');
        boolean isUsable = isPublic(node.access)
                && (node.access & Opcodes.ACC_ABSTRACT) == 0
                && ClassFiles.method(node, CONSTRUCTOR)
                        .filter(method -> isPublic(method.access))
                        .isPresent()
                && isCallbacks(node, others);
        if (!isUsable) {
            refuse(
                    name,
                    "this class is to be callbacks, but is no public class with a public constructor without parameters that"
                            + " implements " + INTERFACE.replace('/', '.'));
        } else if (callbacks.stream().anyMatch(each -> each.className().equals(name))) {
            refuse(name, "this class is to be callbacks twice; name it once");
        } else {
            callbacks.add(new CallbackClass(name, annotations(node).anyMatch(each -> each.desc.equals(ONCE))));
            annotations(node).flatMap(CallbackClasses::declarations).forEach(each -> declare(name, each));
        }
    }

    Callbacks described(Duration timeout) {
        return callbacks.isEmpty() ? Callbacks.NONE : new Callbacks(callbacks, List.copyOf(states.values()), timeout);
    }

    private void declare(String where, AnnotationNode annotation) {
        Map<String, Object> values = values(annotation);
        if (!(values.get("id") instanceof String id)
                || !(values.getOrDefault("version", 1) instanceof Integer version)) {
            refuse(where, "it declares a state in a form that is not known here");
            return;
        }
        try {
            DeclaredState state = new DeclaredState(id, version);
            if (states.putIfAbsent(state.id(), state) != null) {
                refuse(
                        where,
                        "it declares the state " + state.id()
                                + ", which is declared already; a patch has one of each id");
            }
        } catch (IllegalArgumentException e) {
            refuse(where, "it declares a state that cannot be: " + e.getMessage());
        }
    }

    private void refuse(String where, String text) {
        findings.refuse(RefusalKind.CALLBACKS, where, text);
    }

    private static boolean isCallbacks(ClassNode node, Function<String, Optional<ClassNode>> others) {
        if (node.interfaces.contains(INTERFACE)) {
            return true;
        }
        Stream<String> supertypes = Stream.concat(Stream.ofNullable(node.superName), node.interfaces.stream());
        return supertypes.map(others).flatMap(Optional::stream).anyMatch(each -> isCallbacks(each, others));
    }

    private static boolean isPublic(int access) {
        return (access & Opcodes.ACC_PUBLIC) != 0;
    }

    /** Those of class files: the JVM does not keep them. */
    private static Stream<AnnotationNode> annotations(ClassNode node) {
        return node.invisibleAnnotations == null ? Stream.empty() : node.invisibleAnnotations.stream();
    }

    /** The declarations of states in an annotation: one, or those that a container of several holds. */
    private static Stream<AnnotationNode> declarations(AnnotationNode annotation) {
        if (annotation.desc.equals(STATE)) {
            return Stream.of(annotation);
        }
        if (annotation.desc.equals(STATES) && values(annotation).get("value") instanceof List<?> list) {
            return list.stream().filter(AnnotationNode.class::isInstance).map(AnnotationNode.class::cast);
        }
        return Stream.empty();
    }

    private static Map<String, Object> values(AnnotationNode annotation) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; annotation.values != null && i < annotation.values.size(); i += 2) {
            values.put((String) annotation.values.get(i), annotation.values.get(i + 1));
        }
        return values;
    }
}
