package io.livepatch.build;

import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.tree.AnnotationNode;

/** Compares annotations that reflection sees. */
final class Annotations {
    static final String STAY = "annotations that reflection sees differ; they stay as they are in OLD";

    private Annotations() {}

    static boolean same(List<AnnotationNode> before, List<AnnotationNode> after) {
        return text(before).equals(text(after));
    }

    static boolean same(List<AnnotationNode>[] before, List<AnnotationNode>[] after) {
        return text(before).equals(text(after));
    }

    /** Whether two annotation values, such as defaults, are the same. */
    static boolean sameValue(Object before, Object after) {
        return text(before).equals(text(after));
    }

    private static String text(Object value) {
        if (value instanceof AnnotationNode annotation) {
            return "@" + annotation.desc + text(annotation.values);
        }
        if (value instanceof List<?> values) {
            return values.isEmpty()
                    ? "null"
                    : values.stream().map(Annotations::text).toList().toString();
        }
        if (value instanceof List<?>[] lists) {
            return text(Arrays.asList(lists));
        }
        return value != null && value.getClass().isArray()
                ? Arrays.deepToString(new Object[] {value})
                : value + " " + (value == null ? "" : value.getClass());
    }
}
