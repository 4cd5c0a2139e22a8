package io.livepatch.build;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/**
 * Gives the classes and accessors that compilers number in NEW the names that OLD has for the same ones, everywhere in NEW. A renaming is
 * the same program; what it spares is taking one class for another because both are the third of their kind.
 */
final class Renumbering {
    private final Library before;
    private final NavigableMap<String, byte[]> classes;

    private Renumbering(Library before, Library after) {
        this.before = before;
        classes = new TreeMap<>(after.classes());
    }

    /** NEW with the names of OLD. */
    static Library of(Library before, Library after) {
        Renumbering renumbering = new Renumbering(before, after);
        Map<String, NavigableMap<String, byte[]>> olds = families(before.classes());
        families(after.classes()).forEach((family, now) -> {
            NavigableMap<String, byte[]> old = olds.get(family);
            // as they are by now: they may speak of classes of another family, which have got other names
            now.replaceAll((name, file) -> renumbering.classes.get(name));
            if (old != null && !same(old, now)) {
                renumbering.rename(family, old, now);
            }
        });
        return after.withClasses(renumbering.classes);
    }

    private static Map<String, NavigableMap<String, byte[]>> families(Map<String, byte[]> classes) {
        Map<String, NavigableMap<String, byte[]>> families = new TreeMap<>();
        classes.forEach((name, file) -> families.computeIfAbsent(NumberedNames.family(name), n -> new TreeMap<>())
                .put(name, file));
        return families;
    }

    private static boolean same(Map<String, byte[]> old, Map<String, byte[]> now) {
        return old.keySet().equals(now.keySet())
                && old.entrySet().stream().allMatch(each -> Arrays.equals(each.getValue(), now.get(each.getKey())));
    }

    private void rename(String family, Map<String, byte[]> old, Map<String, byte[]> now) {
        Optional<NumberedFamily> oldFamily = NumberedFamily.read(old);
        Optional<NumberedFamily> newFamily = NumberedFamily.read(now);
        if (oldFamily.isPresent() && newFamily.isPresent() && newFamily.get().hasNumbers()) {
            NumberedMatcher matcher =
                    new NumberedMatcher(oldFamily.get(), newFamily.get(), before.classes()::containsKey);
            NumberedNamesMap names = matcher.match();
            if (!matcher.isEmpty()) {
                apply(names, family, oldFamily.get(), newFamily.get());
            }
        }
    }

    private void apply(NumberedNamesMap names, String family, NumberedFamily old, NumberedFamily now) {
        Map<String, ClassNode> renamed = new HashMap<>();
        now.classes().values().forEach(each -> {
            ClassNode node = names.apply(each);
            renamed.put(node.name, node);
        });
        Optional<Map<String, byte[]>> users = users(family, now, names);
        if (users.isPresent() && !names.isInText()) {
            now.tags().unmask(renamed, old.tags());
            classes.keySet().removeAll(now.classes().keySet());
            renamed.forEach((name, node) -> classes.put(name, write(node)));
            classes.putAll(users.get());
        }
    }

    /** The classes outside a family that speak of what got other names, renamed; empty if one of them looks for it at run time. */
    private Optional<Map<String, byte[]>> users(String family, NumberedFamily members, NumberedNamesMap names) {
        Map<String, byte[]> users = new HashMap<>();
        for (Map.Entry<String, byte[]> each : classes.entrySet()) {
            if (!members.classes().containsKey(each.getKey()) && mentions(each.getValue(), family)) {
                NumberedNamesMap own = names.fresh();
                Optional<ClassNode> node = NumberedFamily.read(each.getValue()).map(own::apply);
                if (own.isInText()) {
                    return Optional.empty();
                }
                if (own.isHit()) {
                    node.ifPresent(found -> users.put(each.getKey(), write(found)));
                }
            }
        }
        return Optional.of(users);
    }

    /** A quick look, which may say yes where the answer is no. */
    private static boolean mentions(byte[] classFile, String family) {
        String text = new String(classFile, StandardCharsets.ISO_8859_1);
        return text.contains(family) || text.contains(family.replace('/', '.'));
    }

    private static byte[] write(ClassNode node) {
        ClassWriter writer = new ClassWriter(0);
        node.accept(writer);
        return writer.toByteArray();
    }
}
