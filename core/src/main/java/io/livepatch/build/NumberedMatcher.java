package io.livepatch.build;

import io.livepatch.build.NumberedFamily.Accessor;
import io.livepatch.build.NumberedFamily.AccessorKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;

/**
 * Finds which numbered class of NEW is which of OLD, and which accessor. By content first, however many there are of one; then changed classes by
 * where they stand and what they extend, where only one is left on each side that can be meant and NEW's captures no more variables; then those
 * nested in the ones found. What is left keeps its name if OLD's class of that name extends the same: it is as good as any. Matching matters because
 * objects of the old class live on and get the bodies of the new one.
 */
final class NumberedMatcher {
    private static final String NONE = "";

    private final NumberedFamily before;
    private final NumberedFamily after;
    private final Predicate<String> isOldClass;
    private final Map<String, ClassNode> olds = new HashMap<>();
    private final List<ClassNode> oldClasses;
    private final List<ClassNode> newClasses;
    /** OLD's names for NEW's. */
    private final Map<String, String> names = new HashMap<>();

    private final Map<AccessorKey, String> accessorNames = new HashMap<>();

    NumberedMatcher(NumberedFamily before, NumberedFamily after, Predicate<String> isOldClass) {
        this.before = before;
        this.after = after;
        this.isOldClass = isOldClass;
        oldClasses = new ArrayList<>(before.numbered());
        newClasses = new ArrayList<>(after.numbered());
        oldClasses.forEach(each -> olds.put(each.name, each));
    }

    /** The map to the names that NEW must use; what keeps its own is left out. */
    NumberedNamesMap match() {
        NumberedContent content = new NumberedContent(before, after, true);
        match(each -> content.ofOld(each.name), each -> content.ofNew(each.name), false);
        NumberedContent anywhere = new NumberedContent(before, after, false);
        match(each -> anywhere.ofOld(each.name), each -> anywhere.ofNew(each.name), false);
        int left;
        do {
            left = newClasses.size();
            match(
                    each -> place(each, Function.identity()) + members(each),
                    each -> place(each, this::old) + members(each),
                    true);
            match(each -> place(each, Function.identity()), each -> place(each, this::old), true);
            match(this::nested, this::nestedOfNew, true);
        } while (newClasses.size() < left);
        match(each -> each.name + kind(each, Function.identity()), each -> each.name + kind(each, this::old), true);
        nameAdded();
        matchAccessors(content);
        names.entrySet().removeIf(each -> each.getKey().equals(each.getValue()));
        accessorNames.entrySet().removeIf(each -> each.getKey().id().name().equals(each.getValue()));
        return new NumberedNamesMap(names, accessorNames);
    }

    boolean isEmpty() {
        return names.isEmpty() && accessorNames.isEmpty();
    }

    /** Pairs what is left on both sides and has the same key, which is not {@link #NONE}; those that have the same name first. */
    private void match(Function<ClassNode, String> oldKey, Function<ClassNode, String> newKey, boolean onlyIfOne) {
        Map<String, List<ClassNode>> candidates = byKey(oldClasses, oldKey);
        byKey(newClasses, newKey).forEach((key, found) -> {
            List<ClassNode> possible = candidates.getOrDefault(key, List.of());
            if (onlyIfOne && (found.size() > 1 || possible.size() > 1 || !knowsCaptures(possible, found.get(0)))) {
                return;
            }
            List<ClassNode> left = new ArrayList<>(possible);
            List<ClassNode> wanted = new ArrayList<>(found);
            wanted.removeIf(each -> sameName(left, each)
                    .map(old -> pair(old, each) && left.remove(old))
                    .orElse(false));
            for (int i = 0; i < Math.min(left.size(), wanted.size()); i++) {
                pair(left.get(i), wanted.get(i));
            }
        });
    }

    /** Objects of an old class know what it captured, and can get no body that needs more of what was around them then. */
    private boolean knowsCaptures(List<ClassNode> possible, ClassNode now) {
        Set<String> needed = captures(now, this::old);
        return possible.stream()
                .allMatch(old -> captures(old, Function.identity()).containsAll(needed));
    }

    private static Set<String> captures(ClassNode each, Function<String, String> old) {
        Remapper names = new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String className) {
                return old.apply(className);
            }
        };
        Set<String> captures = new HashSet<>();
        each.fields.stream()
                .filter(field -> field.name.startsWith("val$") || field.name.startsWith("this$"))
                .forEach(field -> captures.add(field.name + names.mapDesc(field.desc)));
        return captures;
    }

    private static Optional<ClassNode> sameName(List<ClassNode> among, ClassNode wanted) {
        return among.stream().filter(each -> each.name.equals(wanted.name)).findFirst();
    }

    private boolean pair(ClassNode old, ClassNode now) {
        names.put(now.name, old.name);
        oldClasses.remove(old);
        return newClasses.remove(now);
    }

    private static Map<String, List<ClassNode>> byKey(List<ClassNode> classes, Function<ClassNode, String> key) {
        Map<String, List<ClassNode>> byKey = new HashMap<>();
        for (ClassNode each : classes) {
            String text = key.apply(each);
            if (!text.equals(NONE)) {
                byKey.computeIfAbsent(text, k -> new ArrayList<>()).add(each);
            }
        }
        return byKey;
    }

    /** OLD's name for a class of NEW; its own for one that was not found, which is none of OLD's. */
    private String old(String className) {
        if (className == null || !after.classes().containsKey(className) || !NumberedNames.isNumbered(className)) {
            return className;
        }
        return names.getOrDefault(className, "?" + className);
    }

    private String place(ClassNode each, Function<String, String> old) {
        return String.join(
                " ",
                NumberedNames.skeleton(each.name),
                kind(each, old),
                String.valueOf(old.apply(each.outerClass)),
                String.valueOf(each.outerMethod),
                String.valueOf(each.outerMethodDesc));
    }

    private static String kind(ClassNode each, Function<String, String> old) {
        boolean isSwitchMap = each.fields.stream().anyMatch(field -> field.name.startsWith("$SwitchMap$"));
        return " " + (each.access & (Opcodes.ACC_INTERFACE | Opcodes.ACC_ENUM)) + isSwitchMap + " "
                + old.apply(each.superName) + " "
                + each.interfaces.stream().map(old).toList();
    }

    private static String members(ClassNode each) {
        List<String> members = new ArrayList<>();
        each.fields.forEach(field -> members.add(field.name));
        each.methods.forEach(method -> members.add(method.name));
        members.sort(null);
        return members.toString();
    }

    /** The key of a class that has a name of its own within the one around it. */
    private String nested(ClassNode each) {
        return NumberedNames.endsInNumber(each.name) ? NONE : each.name;
    }

    private String nestedOfNew(ClassNode each) {
        String around = names.get(NumberedNames.enclosing(each.name));
        return NumberedNames.endsInNumber(each.name) || around == null
                ? NONE
                : around
                        + each.name.substring(NumberedNames.enclosing(each.name).length());
    }

    /** A class that OLD does not have must not have the name of one that it has. */
    private void nameAdded() {
        Set<String> taken = new HashSet<>(after.classes().keySet());
        for (ClassNode each : newClasses) {
            if (isOldClass.test(each.name)) {
                String name = NumberedNames.free(each.name, n -> taken.contains(n) || isOldClass.test(n));
                taken.add(name);
                names.put(each.name, name);
            }
        }
    }

    private void matchAccessors(NumberedContent content) {
        List<Accessor> left = new ArrayList<>(before.accessors());
        List<Accessor> added = new ArrayList<>();
        for (Accessor each : after.accessors()) {
            String owner = names.getOrDefault(each.owner(), each.owner());
            Optional<Accessor> found = left.stream()
                    .filter(old ->
                            old.owner().equals(owner) && content.ofOld(old).equals(content.ofNew(each)))
                    .findFirst();
            found.ifPresentOrElse(
                    old -> {
                        left.remove(old);
                        accessorNames.put(each.key(), old.method().name);
                    },
                    () -> added.add(each));
        }
        for (Accessor each : added) {
            ClassNode old = before.find(names.getOrDefault(each.owner(), each.owner()));
            Set<String> taken = new HashSet<>();
            if (old != null) {
                old.methods.forEach(method -> taken.add(method.name));
            }
            taken.addAll(accessorsOf(each.owner()));
            if (old != null && old.methods.stream().anyMatch(method -> method.name.equals(each.method().name))) {
                accessorNames.put(each.key(), NumberedNames.freeAccessor(each.method().name, taken::contains));
            }
        }
    }

    private Set<String> accessorsOf(String owner) {
        Set<String> used = new HashSet<>();
        after.find(owner).methods.forEach(method -> used.add(method.name));
        accessorNames.forEach((key, name) -> {
            if (key.owner().equals(owner)) {
                used.add(name);
            }
        });
        return used;
    }
}
