package io.livepatch.build;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/**
 * Names in which a compiler counts: anonymous, local and helper classes ({@code a/B$1}, {@code a/B$2Local}) with what is nested in them, and the
 * methods through which nested classes touch private members ({@code access$000}).
 */
final class NumberedNames {
    private static final Pattern NUMBER = Pattern.compile("\\$\\d+");
    private static final Pattern ACCESSOR = Pattern.compile("access\\$\\d+");
    private static final String ACCESSOR_PREFIX = "access$";

    private NumberedNames() {}

    /** Whether the name of a class, internal, has a number. */
    static boolean isNumbered(String className) {
        return NUMBER.matcher(className).find();
    }

    /** The name without numbers: only classes that agree in it can be the same one, numbered otherwise. */
    static String skeleton(String className) {
        return NUMBER.matcher(className).replaceAll("\\$#");
    }

    /** Whether nothing but the number in the name tells the class from its neighbours. */
    static boolean endsInNumber(String className) {
        return className.matches(".*\\$\\d+");
    }

    static boolean isAccessor(MethodNode method) {
        int flags = Opcodes.ACC_SYNTHETIC | Opcodes.ACC_STATIC;
        return (method.access & flags) == flags && ACCESSOR.matcher(method.name).matches();
    }

    /** The class that all numbered classes of a source file's type share, as far as names tell. */
    static String family(String className) {
        int simple = className.lastIndexOf('/') + 1;
        int end = className.indexOf('$', simple + 1);
        return end < 0 ? className : className.substring(0, end);
    }

    /** The class around, by name: all up to the last dollar sign. */
    static String enclosing(String className) {
        int end = className.lastIndexOf('$');
        return end < 0 ? "" : className.substring(0, end);
    }

    /** A name of the same form that is not taken. */
    static String free(String className, Predicate<String> isTaken) {
        Matcher number = NUMBER.matcher(className);
        int start = 0;
        int end = 0;
        while (number.find()) {
            start = number.start() + 1;
            end = number.end();
        }
        String name = className;
        for (int i = 1; isTaken.test(name); i++) {
            name = className.substring(0, start) + i + className.substring(end);
        }
        return name;
    }

    static String freeAccessor(String name, Predicate<String> isTaken) {
        String found = name;
        for (int i = 0; isTaken.test(found); i++) {
            found = ACCESSOR_PREFIX + i;
        }
        return found;
    }
}
