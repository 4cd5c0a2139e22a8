package io.livepatch.build;

import io.livepatch.bytecode.LambdaName;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which changes of a release the patch is to bring. What they need comes along in any case.
 *
 * @param only what to take, empty for everything
 * @param exclude what not to take, though {@code only} names it
 */
public record Slice(List<Glob> only, List<Glob> exclude) {
    /** The whole release. */
    public static final Slice ALL = new Slice(List.of(), List.of());

    public Slice {
        only = List.copyOf(only);
        exclude = List.copyOf(exclude);
    }

    /** A slice by patterns in the operator's form. */
    public static Slice of(List<String> only, List<String> exclude) {
        return new Slice(
                only.stream().map(Glob::of).toList(),
                exclude.stream().map(Glob::of).toList());
    }

    /** Names of classes or of members, as in {@code a.B} and {@code a.B.c}: {@code *} is any text but a dot, {@code **} any. */
    public record Glob(String text, Pattern pattern) {
        /** Reads the operator's form. */
        public static Glob of(String text) {
            String regex = Stream.of(text.split("\\*\\*", -1))
                    .map(part ->
                            Stream.of(part.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^.]*")))
                    .collect(Collectors.joining(".*"));
            return new Glob(text, Pattern.compile(regex));
        }

        boolean matches(String className, String member) {
            return pattern.matcher(className).matches()
                    || pattern.matcher(className + "." + member).matches();
        }
    }

    boolean isWhole() {
        return only.isEmpty() && exclude.isEmpty();
    }

    /**
     * Whether a change is chosen.
     *
     * @param className binary name with dots
     * @param member name of the method or field; the body of a lambda goes with the method around it
     */
    boolean takes(String className, String member) {
        String name = enclosing(member);
        return (only.isEmpty() || only.stream().anyMatch(each -> each.matches(className, name)))
                && exclude.stream().noneMatch(each -> each.matches(className, name));
    }

    /** Whether a finding about a class is of interest: {@code a.B}, or {@code a.B.c(I)V}. */
    boolean takesPlace(String className, String where) {
        String member = where.startsWith(className + ".") ? where.substring(className.length() + 1) : "";
        int parenthesis = member.indexOf('(');
        return takes(className, parenthesis < 0 ? member : member.substring(0, parenthesis));
    }

    private static String enclosing(String member) {
        return LambdaName.enclosingMethod(member).orElse(member);
    }

    /** The operator's form. */
    @Override
    public String toString() {
        return Stream.concat(
                        only.stream().map(each -> "--only " + each.text()),
                        exclude.stream().map(each -> "--exclude " + each.text()))
                .collect(Collectors.joining(" "));
    }
}
