package io.livepatch.build;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.LambdaName;
import io.livepatch.bytecode.LambdaReferences;
import io.livepatch.model.MethodId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds which lambda body of NEW is which of OLD, whatever their numbers: a lambda added or removed, or another compiler, shifts
 * the numbers of all that follow. Lambdas of the same enclosing method, descriptor and staticness are matched by content first,
 * nested lambdas included, then by their own code alone, and what is left in order: those are taken to be changed. Matching by
 * content first matters, because objects made from an old lambda live on and must not get the body of a neighbour.
 */
final class LambdaMatcher {
    private static final String DESERIALIZE = "$deserializeLambda$";

    private final List<Lambda> oldLambdas;
    private final List<Lambda> newLambdas;
    private final Map<MethodId, String> names = new HashMap<>();

    private record Lambda(MethodNode method, LambdaName name, String group, String content, String code) {
        MethodId id() {
            return ClassFiles.id(method);
        }
    }

    private LambdaMatcher(ClassNode oldClass, ClassNode newClass) {
        oldLambdas = lambdas(oldClass);
        newLambdas = lambdas(newClass);
    }

    /**
     * The names that NEW's lambda bodies must get so that they are OLD's; those that keep theirs are left out. A lambda that OLD
     * does not have gets a number that none in OLD has.
     */
    static Map<MethodId, String> renames(ClassNode oldClass, ClassNode newClass) {
        LambdaMatcher matcher = new LambdaMatcher(oldClass, newClass);
        matcher.match((l, position) -> l.group() + l.content());
        matcher.match((l, position) -> l.group() + l.code());
        matcher.match((l, position) -> l.group() + position);
        matcher.nameAdded();
        matcher.names.entrySet().removeIf(e -> e.getKey().name().equals(e.getValue()));
        return matcher.names;
    }

    /** Pairs what is left on both sides and has the same key; a pair that has the same name already comes first. */
    private void match(BiFunction<Lambda, Integer, String> key) {
        Map<String, Deque<Lambda>> candidates = byKey(oldLambdas, key);
        Map<String, Deque<Lambda>> wanted = byKey(newLambdas, key);
        wanted.forEach((k, lambdas) -> {
            Deque<Lambda> olds = candidates.getOrDefault(k, new ArrayDeque<>());
            lambdas.stream()
                    .toList()
                    .forEach(l -> olds.stream()
                            .filter(old -> old.id().equals(l.id()))
                            .findFirst()
                            .ifPresent(old -> {
                                olds.remove(old);
                                lambdas.remove(l);
                                pair(old, l);
                            }));
            while (!olds.isEmpty() && !lambdas.isEmpty()) {
                pair(olds.removeFirst(), lambdas.removeFirst());
            }
        });
    }

    private void pair(Lambda oldLambda, Lambda newLambda) {
        names.put(newLambda.id(), oldLambda.method().name);
        oldLambdas.remove(oldLambda);
        newLambdas.remove(newLambda);
    }

    private static Map<String, Deque<Lambda>> byKey(List<Lambda> lambdas, BiFunction<Lambda, Integer, String> key) {
        Map<String, Integer> positions = new HashMap<>();
        Map<String, Deque<Lambda>> byKey = new HashMap<>();
        for (Lambda lambda : lambdas) {
            int position = positions.merge(lambda.group(), 1, Integer::sum);
            byKey.computeIfAbsent(key.apply(lambda, position), k -> new ArrayDeque<>())
                    .add(lambda);
        }
        return byKey;
    }

    private void nameAdded() {
        Set<String> taken = new HashSet<>(names.values());
        oldLambdas.forEach(l -> taken.add(l.method().name));
        for (Lambda added : newLambdas) {
            int number = added.name().number();
            while (!taken.add(added.name().prefix() + number)) {
                number++;
            }
            names.put(added.id(), added.name().prefix() + number);
        }
    }

    private static List<Lambda> lambdas(ClassNode owner) {
        Fingerprints fingerprints = new Fingerprints(owner);
        Set<Object> serializable = serializable(owner);
        List<Lambda> lambdas = new ArrayList<>();
        for (MethodNode method : owner.methods) {
            LambdaName.of(method)
                    .filter(name -> !serializable.contains(method.name))
                    .ifPresent(name -> lambdas.add(new Lambda(
                            method,
                            name,
                            name.prefix() + " " + method.desc + " " + (method.access & Opcodes.ACC_STATIC) + " ",
                            fingerprints.of(method, LambdaReferences.BY_CONTENT).sha256(),
                            fingerprints
                                    .of(method, LambdaReferences.BY_ENCLOSING_METHOD)
                                    .sha256())));
        }
        lambdas.sort(Comparator.comparingInt(l -> l.name().number()));
        return lambdas;
    }

    /** Names that serialized lambdas are found by; they are part of the serial form and stay what they are. */
    private static Set<Object> serializable(ClassNode owner) {
        Set<Object> constants = new HashSet<>();
        for (MethodNode method : owner.methods) {
            if (method.name.equals(DESERIALIZE)) {
                for (AbstractInsnNode instruction : method.instructions) {
                    if (instruction instanceof LdcInsnNode ldc) {
                        constants.add(ldc.cst);
                    }
                }
            }
        }
        return constants;
    }
}
