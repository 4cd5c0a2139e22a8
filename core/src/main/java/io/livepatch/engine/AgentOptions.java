package io.livepatch.engine;

import java.io.File;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The options of {@code -javaagent:livepatch.jar=key=value,key=value}.
 *
 * @param patches directory of bundles to apply before the main class runs
 * @param control whether operators can connect
 */
record AgentOptions(Optional<File> patches, boolean control) {
    private static final String KNOWN = "known are patches=DIR and control=on|off";

    /**
     * Reads the options.
     *
     * @param text as given to the JVM, null or empty for none
     * @throws IllegalArgumentException with a sentence for the operator
     */
    static AgentOptions parse(String text) {
        Optional<File> patches = Optional.empty();
        boolean control = true;
        Set<String> seen = new HashSet<>();
        for (String option : text == null || text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int equals = option.indexOf('=');
            String key = equals < 0 ? option : option.substring(0, equals);
            String value = equals < 0 ? "" : option.substring(equals + 1);
            if (!seen.add(key)) {
                throw new IllegalArgumentException("option " + key + " is given twice");
            }
            switch (key) {
                case "patches" -> patches = Optional.of(directory(value));
                case "control" -> control = onOrOff(value);
                case "watch", "trust" ->
                    throw new IllegalArgumentException("option " + key + " is not available in this version; " + KNOWN);
                default -> throw new IllegalArgumentException("unknown option \"" + option + "\"; " + KNOWN);
            }
        }
        return new AgentOptions(patches, control);
    }

    private static File directory(String value) {
        File directory = new File(value);
        if (!directory.isDirectory()) {
            throw new IllegalArgumentException("option patches: \"" + value + "\" is not a directory");
        }
        return directory;
    }

    private static boolean onOrOff(String value) {
        return switch (value) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("option control is on or off, not \"" + value + "\"");
        };
    }
}
