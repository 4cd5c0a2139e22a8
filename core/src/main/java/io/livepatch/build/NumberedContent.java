package io.livepatch.build;

import io.livepatch.build.NumberedFamily.Accessor;
import io.livepatch.build.NumberedFamily.AccessorKey;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.LambdaName;
import io.livepatch.bytecode.LambdaReferences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What numbered classes and accessors are but for their numbers, and for the numbers of those they use: two have the same content if no
 * number of rounds, in each of which they are described by what those they use were in the round before, tells them apart.
 */
final class NumberedContent {
    /** Far more than classes are nested; without a stable state it is only that less matches. */
    private static final int MAX_ROUNDS = 16;

    private final List<NumberedFamily> sides;
    private final boolean enclosed;
    private final List<Map<String, String>> classes = new ArrayList<>();
    private final List<Map<AccessorKey, String>> accessors = new ArrayList<>();
    private int distinct;

    /**
     * Describes both versions of a family.
     *
     * @param enclosed whether the method in which a class stands is a part of what it is
     */
    NumberedContent(NumberedFamily before, NumberedFamily after, boolean enclosed) {
        sides = List.of(before, after);
        this.enclosed = enclosed;
        for (NumberedFamily side : sides) {
            Map<String, String> names = new HashMap<>();
            side.numbered().forEach(each -> names.put(each.name, NumberedNames.skeleton(each.name)));
            classes.add(names);
            Map<AccessorKey, String> methods = new HashMap<>();
            side.accessors().forEach(each -> methods.put(each.key(), "access$#"));
            accessors.add(methods);
        }
        boolean isFiner = true;
        for (int i = 0; i < MAX_ROUNDS && isFiner; i++) {
            isFiner = refine();
        }
    }

    String ofOld(String className) {
        return classes.get(0).get(className);
    }

    String ofNew(String className) {
        return classes.get(1).get(className);
    }

    String ofOld(Accessor accessor) {
        return accessors.get(0).get(accessor.key());
    }

    String ofNew(Accessor accessor) {
        return accessors.get(1).get(accessor.key());
    }

    /** One round; false if it told no more apart than the one before. */
    private boolean refine() {
        Map<String, String> known = new HashMap<>();
        List<Map<String, String>> nextClasses = new ArrayList<>();
        List<Map<AccessorKey, String>> nextAccessors = new ArrayList<>();
        for (int side = 0; side < sides.size(); side++) {
            NumberedNamesMap names = new NumberedNamesMap(classes.get(side), accessors.get(side));
            Map<String, String> ofClasses = new HashMap<>();
            for (ClassNode each : sides.get(side).numbered()) {
                String before = classes.get(side).get(each.name);
                ofClasses.put(each.name, color(known, before, text(names.apply(each))));
            }
            Map<AccessorKey, String> ofAccessors = new HashMap<>();
            for (Accessor each : sides.get(side).accessors()) {
                String before = accessors.get(side).get(each.key());
                ofAccessors.put(each.key(), color(known, before, text(names, each)));
            }
            nextClasses.add(ofClasses);
            nextAccessors.add(ofAccessors);
        }
        classes.clear();
        classes.addAll(nextClasses);
        accessors.clear();
        accessors.addAll(nextAccessors);
        Set<String> all = new HashSet<>(known.values());
        boolean isFiner = all.size() > distinct;
        distinct = all.size();
        return isFiner;
    }

    /** A short name for a text, the same for the same one within a round. */
    private static String color(Map<String, String> known, String before, String text) {
        return known.computeIfAbsent(before + " " + text, key -> "#" + known.size());
    }

    private static String text(NumberedNamesMap names, Accessor accessor) {
        ClassNode alone = new ClassNode();
        alone.visit(Opcodes.V17, 0, accessor.owner(), null, "java/lang/Object", null);
        alone.methods.add(accessor.method());
        ClassNode renamed = names.apply(alone);
        MethodNode method = renamed.methods.get(0);
        return renamed.name + " " + method.desc + " " + Fingerprints.of(renamed, method);
    }

    private String text(ClassNode node) {
        Fingerprints fingerprints = new Fingerprints(node);
        List<String> members = new ArrayList<>();
        node.fields.forEach(each ->
                members.add("F " + each.name + " " + each.desc + " " + isStatic(each.access) + " " + each.value));
        for (MethodNode each : node.methods) {
            String name = LambdaName.of(each).map(LambdaName::prefix).orElse(each.name);
            members.add("M " + name + " " + each.desc + " " + isStatic(each.access) + " "
                    + fingerprints.of(each, LambdaReferences.BY_CONTENT));
        }
        members.sort(null);
        String place = enclosed ? node.outerClass + " " + node.outerMethod + " " + node.outerMethodDesc : "";
        return String.join("\n", kind(node), place, String.join("\n", members));
    }

    /** What a class is to the JVM before its members. */
    private static String kind(ClassNode node) {
        int flags = Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT | Opcodes.ACC_ENUM | Opcodes.ACC_RECORD;
        return (node.access & flags) + " " + node.superName + " " + node.interfaces;
    }

    private static boolean isStatic(int access) {
        return (access & Opcodes.ACC_STATIC) != 0;
    }
}
