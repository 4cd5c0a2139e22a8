package io.livepatch.reshape;

import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.finding.WarningKind;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.MethodNode;

/** Both bodies of a method stand in it while a transition runs: they must fit, and better be compiled. */
final class CombinedSize {
    /** Of a method's code, in bytes (JVMS 4.7.3). */
    private static final int MAX_CODE = 65_535;
    /** Of a method that HotSpot compiles, in bytes ({@code HugeMethodLimit}). */
    private static final int MAX_COMPILED = 8_000;
    /** What chooses between the bodies, in bytes, rounded up. */
    private static final int STUB = 32;

    private CombinedSize() {}

    /** Whether the bodies do not fit into one method, or are not compiled in one, where the new one by itself would be. */
    static boolean isBetterApart(MethodNode old, MethodNode method) {
        int newSize = size(method).getMaxSize();
        int both = size(old).getMaxSize() + newSize + STUB;
        return both > MAX_CODE || (both > MAX_COMPILED && newSize <= MAX_COMPILED);
    }

    /** Reports a method whose bodies cannot be kept apart. */
    static void check(MethodNode old, MethodNode method, String where, Findings findings) {
        CodeSizeEvaluator oldSize = size(old);
        CodeSizeEvaluator newSize = size(method);
        int least = oldSize.getMinSize() + newSize.getMinSize() + STUB;
        int most = oldSize.getMaxSize() + newSize.getMaxSize() + STUB;
        if (least > MAX_CODE) {
            findings.refuse(
                    RefusalKind.TOO_LARGE,
                    where,
                    "the old and the new body together have " + least + " bytes, a method may have " + MAX_CODE
                            + "; put the fix into a method that this one calls");
        } else if (most > MAX_CODE) {
            findings.warn(
                    WarningKind.LARGE_METHOD,
                    where,
                    "the old and the new body together have " + least + " to " + most + " bytes, a method may have "
                            + MAX_CODE + "; the patch may be refused when it is applied");
        } else if (least > MAX_COMPILED) {
            findings.warn(
                    WarningKind.LARGE_METHOD,
                    where,
                    "the old and the new body together have " + least + " bytes; above " + MAX_COMPILED
                            + " the JVM interprets the method while a transition runs, which is slow");
        }
    }

    private static CodeSizeEvaluator size(MethodNode method) {
        CodeSizeEvaluator evaluator = new CodeSizeEvaluator(Opcodes.ASM9, null) {};
        method.accept(evaluator);
        return evaluator;
    }
}
