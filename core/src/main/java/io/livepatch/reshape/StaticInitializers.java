package io.livepatch.reshape;

import io.livepatch.bytecode.LambdaReferences;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/** The static initialisers of both versions, each taken apart once. */
final class StaticInitializers {
    private static final List<LambdaReferences> VIEWS = List.of(LambdaReferences.BY_CONTENT, LambdaReferences.BY_NAME);

    private final TwoVersions versions;
    private final Map<String, StaticInitializer> before = new HashMap<>();
    private final Map<String, StaticInitializer> after = new HashMap<>();

    StaticInitializers(TwoVersions versions) {
        this.versions = versions;
    }

    /** That of a class of OLD. */
    StaticInitializer before(String owner) {
        return before.computeIfAbsent(owner, name -> new StaticInitializer(versions.before(name)));
    }

    /** That of a class of NEW. */
    StaticInitializer after(ClassNode owner) {
        return after.computeIfAbsent(owner.name, name -> new StaticInitializer(owner));
    }

    /** Whether they give a field that both versions have another value. */
    boolean differ(Declared<FieldNode> field) {
        return isConstant(field)
                ? field.member().value == null
                : differ(field, LambdaReferences.BY_CONTENT, method -> true);
    }

    /**
     * Whether the statements for such a field differ, or static methods that are called for it.
     *
     * @param changed the methods of the class whose changes count; a lambda that OLD has too is not made anew for its body, which changes where it is
     */
    boolean differ(Declared<FieldNode> field, Predicate<MethodId> changed) {
        return isConstant(field)
                ? field.member().value == null
                : VIEWS.stream().allMatch(view -> differ(field, view, changed));
    }

    private boolean isConstant(Declared<FieldNode> field) {
        return field.member().value != null || versions.existingField(field).orElseThrow().value != null;
    }

    private boolean differ(Declared<FieldNode> field, LambdaReferences view, Predicate<MethodId> counts) {
        String name = field.member().name;
        return !before(field.ownerName())
                .content(name, view, counts)
                .equals(after(field.owner()).content(name, view, counts));
    }

    /** Whether what they do besides differs, likewise. */
    boolean differInEffects(ClassNode owner, Predicate<MethodId> changed) {
        return VIEWS.stream()
                .noneMatch(view -> before(owner.name)
                        .effects(view, changed)
                        .equals(after(owner).effects(view, changed)));
    }
}
