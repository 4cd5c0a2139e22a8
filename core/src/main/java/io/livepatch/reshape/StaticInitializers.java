package io.livepatch.reshape;

import io.livepatch.reshape.TwoVersions.Declared;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/** The static initialisers of both versions, each taken apart once. */
final class StaticInitializers {
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
        FieldNode old = versions.existingField(field).orElseThrow();
        if (field.member().value != null || old.value != null) {
            return field.member().value == null;
        }
        String name = field.member().name;
        return !before(field.ownerName())
                .content(name)
                .equals(after(field.owner()).content(name));
    }
}
