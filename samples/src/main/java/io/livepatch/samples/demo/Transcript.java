package io.livepatch.samples.demo;

import java.io.PrintStream;
import java.util.List;

/** Tells the story. Colours only when asked for. */
final class Transcript {
    private static final String BOLD = "\033[1m";
    private static final String DIM = "\033[2m";
    private static final String GREEN = "\033[32m";
    private static final String RED = "\033[31m";
    private static final String PLAIN = "\033[0m";

    private final PrintStream out;
    private final boolean colours;

    Transcript(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    /** Begins a chapter. */
    void chapter(String title) {
        out.println();
        out.println(dressed(BOLD, title));
    }

    /** A claim that was checked. */
    void checked(String claim) {
        out.println("  " + dressed(GREEN, "ok") + "  " + claim);
    }

    /** A command as one would type it. */
    void command(String line) {
        out.println("  $ " + line);
    }

    /** What a command printed. */
    void quote(String text) {
        text.lines().forEach(line -> out.println(dressed(DIM, "    " + line)));
    }

    /** Counts of all phases, one a line. */
    void table(List<Tally> phases) {
        line(Tally.HEADER);
        phases.forEach(phase -> line(phase.row()));
    }

    void line(String text) {
        out.println("  " + text);
    }

    void conclusion(String text) {
        out.println();
        out.println(text);
    }

    void failure(String text) {
        out.println();
        out.println(dressed(RED, "FAILED") + "  " + text);
    }

    private String dressed(String style, String text) {
        return colours ? style + text + PLAIN : text;
    }
}
