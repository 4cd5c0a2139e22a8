package io.livepatch.reshape;

import io.livepatch.finding.Findings;
import io.livepatch.finding.WarningKind;
import io.livepatch.model.FieldId;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.StaticReaders.Reader;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Static fields of companions: those that OLD does not have, and the versioned ones, static final fields to which the initialiser of
 * NEW gives another value. That initialiser makes their values in the companion, by the statements that concern them; the code of
 * NEW reads them there, so that nothing shared changes and disabling the patch brings the old value back.
 */
final class AddedStatics {
    private final TwoVersions versions;
    private final Companions companions;
    private final BiConsumer<ClassNode, MethodNode> rewriting;
    private final BiConsumer<String, MethodId> change;
    private final Findings findings;
    private final StaticReaders readers;
    private final EnumConstants enums;
    private final StaticInitializers initializers;
    /** Names of the fields in the companion of each class. */
    private final Map<String, Set<String>> taken = new LinkedHashMap<>();

    private final Map<String, Declared<FieldNode>> versioned = new LinkedHashMap<>();

    AddedStatics(
            TwoVersions versions,
            Companions companions,
            BiConsumer<ClassNode, MethodNode> rewriting,
            BiConsumer<String, MethodId> change,
            EnumConstants enums,
            Findings findings) {
        this.versions = versions;
        this.companions = companions;
        this.rewriting = rewriting;
        this.change = change;
        this.enums = enums;
        this.findings = findings;
        readers = new StaticReaders(versions);
        initializers = new StaticInitializers(versions);
    }

    /** Has a field in the companion and returns the name of that class. */
    String take(Declared<FieldNode> field) {
        String owner = field.ownerName();
        if (taken.computeIfAbsent(owner, name -> new LinkedHashSet<>()).add(field.member().name)) {
            companions.addStatic(field.owner(), field.member());
            checkMoved(field);
            together(field);
            if (EnumConstants.isConstant(field.member())) {
                EnumConstants.values(field.owner())
                        .filter(each -> versions.existingField(each).isPresent())
                        .ifPresent(this::version);
            } else if (EnumConstants.isValues(field)) {
                // added if compilers call it otherwise
                enums.grows(field.owner());
            }
        }
        return Names.companion(owner);
    }

    private void checkMoved(Declared<FieldNode> field) {
        boolean isState = versions.existingField(field).isEmpty() && (field.member().access & Opcodes.ACC_FINAL) == 0;
        if (isState) {
            MovedFields.from(versions, field).ifPresent(from -> MovedFields.refuse(findings, field, from));
        }
    }

    /** Fields that one statement sets get one value. */
    private void together(Declared<FieldNode> field) {
        Set<String> names = initializers.after(field.owner()).setTogether(Set.of(field.member().name));
        for (FieldNode each : field.owner().fields) {
            Declared<FieldNode> other = new Declared<>(field.owner(), each);
            if (names.contains(each.name) && each != field.member()) {
                if (versions.existingField(other).isEmpty()) {
                    take(other);
                } else {
                    version(other);
                }
            }
        }
    }

    /** Whether code of NEW reads the field in the companion. One whose value differs becomes such a field as soon as it is read. */
    boolean isVersioned(Declared<FieldNode> field) {
        if (!versioned.containsKey(key(field)) && isVersionable(field) && initializers.differ(field)) {
            version(field);
        }
        return versioned.containsKey(key(field));
    }

    /**
     * Versions the chosen fields of a class, that OLD has too, to which NEW gives another value.
     *
     * @param changed the methods of the class that the patch changes
     */
    void change(ClassNode owner, Predicate<String> chosen, Predicate<MethodId> changed) {
        for (FieldNode each : owner.fields) {
            Declared<FieldNode> field = new Declared<>(owner, each);
            boolean kept = TwoVersions.isStatic(each.access)
                    && versions.existingField(field).isPresent();
            if (kept && chosen.test(each.name) && initializers.differ(field, changed)) {
                version(field);
            }
        }
        if (chosen.test(StaticInitializer.NAME) && initializers.differInEffects(owner, changed)) {
            findings.warn(
                    WarningKind.STATIC_STATE,
                    owner.name.replace('/', '.'),
                    "the static initialiser of NEW, or a method that it calls, does something else besides setting fields of its class; it has"
                            + " run in the live JVM and does not run again. If the fix needs that, write a callback that does it");
        }
    }

    /** Whether the field can have another value for code of NEW. No class can be put beside those of {@code java.*}. */
    private boolean isVersionable(Declared<FieldNode> field) {
        boolean kept = EnumConstants.isConstant(field.member())
                || (EnumConstants.isValues(field) && !enums.grows(field.owner()));
        return !kept
                && (isFinal(field) || EnumConstants.isSwitchTable(field.member()))
                && !field.ownerName().startsWith(Output.JAVA);
    }

    private boolean isFinal(Declared<FieldNode> field) {
        return (field.member().access & Opcodes.ACC_FINAL) != 0
                && versions.existingField(field)
                        .filter(old -> (old.access & Opcodes.ACC_FINAL) != 0)
                        .isPresent();
    }

    private static String key(Declared<FieldNode> field) {
        return field.ownerName() + "." + field.member().name;
    }

    /** Versions a field, with all that is made from it. */
    void version(Declared<FieldNode> field) {
        if (!isVersionable(field)) {
            warnOfSharedState(field);
            return;
        }
        if (versioned.putIfAbsent(key(field), field) != null) {
            return;
        }
        take(field);
        for (Reader each : readers.of(field)) {
            if (each.method().name().equals(StaticInitializer.NAME)) {
                versionWhatIsMadeFrom(field, each.owner());
            } else {
                change.accept(each.owner(), each.method());
            }
        }
        if (EnumConstants.isValues(field)) {
            versionWhatIsMadeOfConstants(field.ownerName());
        }
    }

    /** After a restart sets, maps and tables of an enum are made for the constants that it has then. */
    private void versionWhatIsMadeOfConstants(String of) {
        for (String name : new TreeSet<>(versions.namesAfter())) {
            ClassNode owner = versions.isKept(name) ? versions.after(name) : null;
            if (owner == null || versions.before(name) == null) {
                continue;
            }
            Set<String> made = initializers.after(owner).madeOfConstants(of);
            for (FieldNode each : owner.fields) {
                Declared<FieldNode> field = new Declared<>(owner, each);
                boolean concerned = made.contains(each.name) || EnumConstants.isSwitchTable(each, of);
                if (concerned && versions.existingField(field).isPresent()) {
                    version(field);
                }
            }
        }
    }

    private void versionWhatIsMadeFrom(Declared<FieldNode> field, String owner) {
        ClassNode node = versions.after(owner);
        Set<String> made = initializers.after(node).madeFrom(field.ownerName(), field.member().name);
        for (FieldNode each : node.fields) {
            Declared<FieldNode> other = new Declared<>(node, each);
            if (made.contains(each.name) && versions.existingField(other).isPresent()) {
                version(other);
            }
        }
    }

    private void warnOfSharedState(Declared<FieldNode> field) {
        if (EnumConstants.isConstant(field.member())) {
            enums.warnOfSameObject(field);
            return;
        }
        if (EnumConstants.isValues(field)) {
            // refused, or nothing but what NEW removed, which is told elsewhere
            return;
        }
        findings.warn(
                WarningKind.STATIC_STATE,
                Names.where(field.ownerName(), field.member().name),
                "NEW initialises this static field to another value, but old and new code share it and it may have been set since; it"
                        + " keeps its value. If the fix needs another one, write a callback that sets it after the patch is applied and"
                        + " takes it back before it is disabled");
    }

    /**
     * Looks at objects in static fields that were made by code which the patch changes.
     *
     * @param changes whether a method changes
     */
    void considerObjectsMadeBefore(BiPredicate<String, MethodId> changes) {
        ObjectsMadeBefore objects = new ObjectsMadeBefore(versions, initializers, findings);
        objects.forEach(changes, field -> {
            if (!versioned.containsKey(key(field)) && objects.isMadeAnew(field, isVersionable(field))) {
                version(field);
            }
        });
    }

    /** Writes the static initialisers of the companions, and rewrites them, until no more fields are asked for. */
    void finish(Runnable drain) {
        int fields;
        do {
            fields = count();
            for (String each : List.copyOf(taken.keySet())) {
                ClassNode owner = versions.after(each);
                MethodNode initializer = initializers.after(owner).making(taken.get(each));
                dropOtherStores(each, initializer);
                companions.replaceInitializer(owner, initializer);
                rewriting.accept(owner, initializer);
            }
            drain.run();
        } while (count() > fields);
        AddedStaticValues values = new AddedStaticValues(versions, findings);
        taken.forEach((owner, names) ->
                values.check(versions.after(owner), initializers.after(versions.after(owner)), names));
    }

    /** How many fields that OLD does not have there are. */
    int addedCount() {
        return count() - versioned.size();
    }

    /** The versioned fields that classes outside of the library can read, those of the package included: all but private ones. */
    List<FieldId> versionedForOthers() {
        return versioned.values().stream()
                .filter(each -> versions.existingField(each)
                        .filter(old -> (old.access & Opcodes.ACC_PRIVATE) == 0)
                        .isPresent())
                .map(each -> new FieldId(each.ownerName().replace('/', '.'), each.member().name, each.member().desc))
                .sorted(Comparator.comparing(FieldId::toString))
                .toList();
    }

    private int count() {
        return taken.values().stream().mapToInt(Set::size).sum();
    }

    /** A field that stays in its class keeps its value. */
    private void dropOtherStores(String owner, MethodNode initializer) {
        for (AbstractInsnNode each : initializer.instructions.toArray()) {
            if (each instanceof FieldInsnNode field
                    && field.getOpcode() == Opcodes.PUTSTATIC
                    && field.owner.equals(owner)
                    && !taken.get(owner).contains(field.name)) {
                boolean wide = Type.getType(field.desc).getSize() == 2;
                initializer.instructions.set(each, new InsnNode(wide ? Opcodes.POP2 : Opcodes.POP));
            }
        }
    }
}
