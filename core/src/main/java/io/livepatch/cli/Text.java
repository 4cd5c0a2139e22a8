package io.livepatch.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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

    /** In one style, without a look at what is in the text. Ends in a reset: what ends bold alone underlines on many terminals. */
    static String styled(Ansi colors, Ansi.Style style, String text) {
        return colors.enabled() ? style.on() + text + Ansi.Style.reset.on() : text;
    }

    /** Why a file could not be used, without the name of the file. */
    static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return failure.toString();
    }

    static String count(long number, String singular) {
        boolean hissing = singular.endsWith("s");
        return count(number, singular, singular + (hissing ? "es" : "s"));
    }

    static String count(long number, String singular, String plural) {
        return number + " " + (number == 1 ? singular : plural);
    }
}
