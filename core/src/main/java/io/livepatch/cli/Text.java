package io.livepatch.cli;

import picocli.CommandLine.Help.Ansi;

/** Text from a JVM for a terminal. */
final class Text {
    private Text() {}

    /** With a question mark for each control character, so that the name of a thread cannot steer the operator's terminal. */
    static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(safe::appendCodePoint);
        return safe.toString();
    }

    /** In one style, without a look at what is in the text. */
    static String styled(Ansi colors, Ansi.Style style, String text) {
        return colors.enabled() ? style.on() + text + style.off() : text;
    }

    static String count(long number, String singular) {
        boolean hissing = singular.endsWith("s");
        return count(number, singular, singular + (hissing ? "es" : "s"));
    }

    static String count(long number, String singular, String plural) {
        return number + " " + (number == 1 ? singular : plural);
    }
}
