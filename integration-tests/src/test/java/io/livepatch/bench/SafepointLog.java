package io.livepatch.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code -Xlog:safepoint} wrote since one looked last. */
final class SafepointLog {
    private static final Pattern STOP = Pattern.compile("Safepoint \"(\\w+)\".*Total: +(\\d+) ns");

    private final Path file;
    private int read;

    SafepointLog(Path file) {
        this.file = file;
    }

    /** The option that has a JVM write it. */
    static String option(Path file) {
        return "-Xlog:safepoint:file=" + file + "::filecount=0";
    }

    /**
     * The longest stop since the last call, in nanoseconds, with the time that it took to stop. Collections of garbage are left
     * out: when they come is chance.
     */
    long longest() throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Matcher stops = STOP.matcher(text);
        long longest = 0;
        for (int from = read; stops.find(from); from = stops.end()) {
            if (!stops.group(1).matches("G1.*|.*GC.*|.*Collect.*")) {
                longest = Math.max(longest, Long.parseLong(stops.group(2)));
            }
        }
        read = text.length();
        return longest;
    }
}
