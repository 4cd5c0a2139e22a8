package io.livepatch.bytecode;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/**
 * The name of a synthetic method that holds a lambda body. javac writes {@code lambda$METHOD$NUMBER}, up to 17 numbered per
 * class and later per method; the Eclipse compiler writes {@code lambda$NUMBER}.
 *
 * @param prefix the name up to the number, such as {@code lambda$run$}
 * @param number order of the lambda within the class or method
 */
public record LambdaName(String prefix, int number) {
    private static final String PREFIX = "lambda$";
    private static final Pattern FORM = Pattern.compile("(lambda\\$(?:.*\\$)?)(\\d{1,9})", Pattern.DOTALL);

    /** The parts of the method's name if it is a lambda body. */
    public static Optional<LambdaName> of(MethodNode method) {
        return (method.access & Opcodes.ACC_SYNTHETIC) != 0 && ClassFiles.hasBody(method)
                ? parse(method.name)
                : Optional.empty();
    }

    /** The method around a lambda body, if its name says so. */
    public static Optional<String> enclosingMethod(String name) {
        return parse(name)
                .map(LambdaName::prefix)
                .filter(prefix -> prefix.length() > PREFIX.length())
                .map(prefix -> prefix.substring(PREFIX.length(), prefix.length() - 1));
    }

    static Optional<LambdaName> parse(String name) {
        Matcher form = FORM.matcher(name);
        return form.matches()
                ? Optional.of(new LambdaName(form.group(1), Integer.parseInt(form.group(2))))
                : Optional.empty();
    }
}
