package io.livepatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Help.Ansi;

/** Which of the standard streams a person looks at. */
final class Terminal {
    private static final int OUT = 1;
    private static final int ERR = 2;

    private Terminal() {}

    static boolean isStandardError() {
        return isTerminal(ERR) && !"dumb".equals(System.getenv("TERM"));
    }

    /** Colours for standard output: on a terminal, unless {@code NO_COLOR} is set (no-color.org). */
    static Ansi colors() {
        String noColor = System.getenv("NO_COLOR");
        boolean wanted = (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
        return wanted && isTerminal(OUT) ? Ansi.ON : Ansi.OFF;
    }

    /**
     * Whether a stream is a terminal. The JDK tells only of input and output together, and from 22 on has a console object even
     * where there is no terminal; so ask the system where it can be asked.
     */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (!Files.isSymbolicLink(link)) {
            return System.console() != null && Runtime.version().feature() < 22;
        }
        try {
            String device = Files.readSymbolicLink(link).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
