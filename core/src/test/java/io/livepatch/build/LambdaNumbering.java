package io.livepatch.build;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;

/** How a compiler numbers lambda bodies. The tests impose it on what the compiler at hand wrote. */
enum LambdaNumbering {
    /** javac up to some release after 17: throughout the class. */
    BY_CLASS,
    /** javac 25: each enclosing method from 0. */
    BY_METHOD,
    /** No compiler, but the worst case: neighbours change places. */
    BACKWARDS;

    byte[] renumber(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, 0);
        List<String> lambdas = new ArrayList<>(node.methods.stream()
                .map(m -> m.name)
                .filter(n -> n.matches("lambda\\$\\w+\\$\\d+"))
                .toList());
        lambdas.sort(Comparator.comparing(LambdaNumbering::prefix)
                .thenComparing(n -> Integer.parseInt(n.substring(prefix(n).length()))));
        Map<String, String> names = new HashMap<>();
        Map<String, Integer> perMethod = new HashMap<>();
        for (String lambda : lambdas) {
            int inMethod = perMethod.merge(prefix(lambda), 1, Integer::sum) - 1;
            int number = switch (this) {
                case BY_CLASS -> names.size();
                case BY_METHOD -> inMethod;
                case BACKWARDS -> 99 - inMethod;
            };
            names.put(lambda, prefix(lambda) + number);
        }
        ClassWriter writer = new ClassWriter(0);
        node.accept(new ClassRemapper(writer, new Remapper(Opcodes.ASM9) {
            @Override
            public String mapMethodName(String owner, String name, String descriptor) {
                return owner.equals(node.name) ? names.getOrDefault(name, name) : name;
            }
        }));
        return writer.toByteArray();
    }

    private static String prefix(String lambda) {
        return lambda.substring(0, lambda.lastIndexOf('$') + 1);
    }
}
