package io.livepatch.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.testing.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Damages method bodies at random and compares the verdict with that of the JVM that runs the tests. */
class VerifierAgreementTest {
    private static final String SUBJECT = """
            import java.util.*;
            public class Subject {
                private final Object first; private long count; private int[] numbers = {1, 2, 3};
                Subject(Object o, boolean b) { super(); first = b ? o : new ArrayList<String>(); count = 3L; }
                Subject(int i) { this(i > 2 ? "more" : Integer.valueOf(i), i == 7); count += i; }
                String text(List<? extends CharSequence> in, int n) {
                    StringBuilder out = new StringBuilder();
                    for (CharSequence c : in) {
                        try {
                            out.append(c.length() > n ? c : "short").append(n * 2.5);
                        } catch (RuntimeException e) {
                            out.append(e.getMessage());
                        } finally {
                            count++;
                        }
                    }
                    return out.toString();
                }
                synchronized long sum(long start, double factor) {
                    long sum = start;
                    for (int number : numbers) { sum += (long) (number * factor); }
                    synchronized (first) { count = sum; }
                    return sum;
                }
                Number choose(int i, Object o) {
                    switch (i) {
                        case 1: return new Integer[] {4}[0];
                        case 2: return o instanceof Number ? (Number) o : Long.valueOf(2);
                        case 900: throw new IllegalStateException("no");
                        default: return new java.math.BigDecimal(new char[] {'1'});
                    }
                }
                static boolean same(Subject a, Object b, byte[] c, boolean[] d) {
                    c[0] = (byte) (d[1] ? 1 : 2);
                    return a == b || (a != null && a.first == b) != d[0];
                }
            }
            """;
    private static final int ROUNDS = 2500;

    @ParameterizedTest
    @ValueSource(ints = {Opcodes.V1_4, Opcodes.V1_5, Opcodes.V1_7, Opcodes.V17})
    void problems_ofDamagedBodies_areWhatTheJvmFinds(int version) {
        byte[] sound = Sources.compile(8, SUBJECT).get("Subject");
        Random random = new Random(version);
        List<String> missed = new ArrayList<>();
        List<String> invented = new ArrayList<>();
        int rejected = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ClassNode node = read(sound);
            node.version = version;
            MethodNode method = node.methods.get(random.nextInt(node.methods.size()));
            String damage = method.name + ": " + damage(method, random);
            byte[] damaged = write(node);
            if (damaged.length == 0) {
                continue;
            }
            String verdict = verdictOfTheJvm(damaged);
            List<String> problems = problems(damaged);
            rejected += verdict.isEmpty() ? 0 : 1;
            if (problems.isEmpty() && !verdict.isEmpty()) {
                missed.add(damage + " -> " + verdict);
            } else if (!problems.isEmpty() && verdict.isEmpty()) {
                invented.add(damage + " -> " + problems);
            }
        }
        assertThat(rejected).isGreaterThan(ROUNDS / 4);
        assertThat(missed).as("bad bodies that passed").isEmpty();
        assertThat(invented).as("good bodies that did not pass").isEmpty();
    }

    private static String damage(MethodNode method, Random random) {
        InsnList code = method.instructions;
        List<AbstractInsnNode> real = new ArrayList<>();
        for (AbstractInsnNode node : code) {
            if (node.getOpcode() >= 0 || (node instanceof FrameNode && random.nextInt(5) == 0)) {
                real.add(node);
            }
        }
        AbstractInsnNode victim = real.get(random.nextInt(real.size()));
        AbstractInsnNode other = real.get(random.nextInt(real.size()));
        int kind = random.nextInt(7);
        String what = kind + " at " + code.indexOf(victim) + " opcode " + victim.getOpcode();
        switch (kind) {
            case 0 -> code.remove(victim);
            case 1 -> code.insert(victim, new InsnNode(simple(random)));
            case 2 -> code.set(victim, new InsnNode(simple(random)));
            case 3 -> {
                if (victim instanceof VarInsnNode variable) {
                    variable.var = random.nextInt(method.maxLocals + 1);
                }
            }
            case 4 -> {
                if (victim instanceof TypeInsnNode type) {
                    type.desc = List.of("java/lang/Object", "java/lang/String", "[I", "java/util/List")
                            .get(random.nextInt(4));
                }
            }
            case 5 -> {
                if (victim != other && !(other instanceof FrameNode)) {
                    code.remove(other);
                    code.insert(victim, other);
                }
            }
            default -> method.maxStack = Math.max(0, method.maxStack - random.nextInt(2));
        }
        return what;
    }

    private static int simple(Random random) {
        int[] opcodes = {
            Opcodes.NOP,
            Opcodes.POP,
            Opcodes.POP2,
            Opcodes.DUP,
            Opcodes.DUP_X1,
            Opcodes.DUP2,
            Opcodes.SWAP,
            Opcodes.ICONST_0,
            Opcodes.LCONST_1,
            Opcodes.ACONST_NULL,
            Opcodes.IADD,
            Opcodes.LADD,
            Opcodes.I2L,
            Opcodes.L2I,
            Opcodes.ARETURN,
            Opcodes.IRETURN,
            Opcodes.RETURN,
            Opcodes.ATHROW,
            Opcodes.AALOAD,
            Opcodes.IALOAD,
            Opcodes.BALOAD,
            Opcodes.AASTORE,
            Opcodes.BASTORE,
            Opcodes.ARRAYLENGTH,
            Opcodes.MONITORENTER,
            Opcodes.MONITOREXIT
        };
        return opcodes[random.nextInt(opcodes.length)];
    }

    /** Empty if the damage is such that it cannot be written into a class file at all. */
    private static byte[] write(ClassNode node) {
        try {
            ClassWriter writer = new ClassWriter(0);
            node.accept(writer);
            return writer.toByteArray();
        } catch (RuntimeException e) {
            return new byte[0];
        }
    }

    private static String verdictOfTheJvm(byte[] classFile) {
        ClassLoader loader = new ClassLoader(null) {
            private final Map<String, byte[]> classes = Map.of("Subject", classFile);

            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] bytes = classes.get(name);
                if (bytes == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, bytes, 0, bytes.length);
            }
        };
        try {
            Class.forName("Subject", true, loader);
            return "";
        } catch (VerifyError | ClassFormatError e) {
            return e.getMessage().lines().findFirst().orElse("rejected");
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> problems(byte[] classFile) {
        try {
            return BodyVerifier.problems(ClassFiles.read(classFile), id -> true, new PlatformClassFiles());
        } catch (InvalidClassFileException e) {
            return List.of(e.getMessage());
        }
    }

    private static ClassNode read(byte[] classFile) {
        try {
            return ClassFiles.read(classFile);
        } catch (InvalidClassFileException e) {
            throw new AssertionError(e);
        }
    }
}
