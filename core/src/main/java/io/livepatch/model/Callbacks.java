package io.livepatch.model;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What runs when a patch comes into force and when it goes.
 *
 * @param classes in the order in which they run
 * @param states what they change outside of the code, each known to patches that follow by its id
 * @param timeout how long one call of one of them may take
 */
public record Callbacks(List<CallbackClass> classes, List<DeclaredState> states, Duration timeout) {
    /** How long one call may take if the author says nothing. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** The longest that an author may ask for. */
    public static final Duration MAX_TIMEOUT = Duration.ofHours(1);

    /** A patch without callbacks. */
    public static final Callbacks NONE = new Callbacks(List.of(), List.of(), DEFAULT_TIMEOUT);

    /** The form of the id of a state. */
    public static final Pattern STATE_ID = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    /**
     * One class of them.
     *
     * @param className binary name with dots
     * @param oncePerJvm whether it runs once in the JVM rather than once for each loader of patched classes
     */
    public record CallbackClass(String className, boolean oncePerJvm) {}

    /**
     * Something outside of the code that the patch changes.
     *
     * @param id of the form {@link #STATE_ID}
     * @param version of the way in which it is changed, 1 or more
     */
    public record DeclaredState(String id, int version) {
        public DeclaredState {
            if (!STATE_ID.matcher(id).matches()) {
                throw new IllegalArgumentException("not the id of a state: " + id);
            }
            if (version < 1) {
                throw new IllegalArgumentException("state " + id + " has version " + version + ", the least is 1");
            }
        }

        @Override
        public String toString() {
            return id + " version " + version;
        }
    }

    public Callbacks {
        classes = List.copyOf(classes);
        states = List.copyOf(states);
        Set<String> ids = new HashSet<>();
        for (DeclaredState each : states) {
            if (!ids.add(each.id())) {
                throw new IllegalArgumentException("the state " + each.id() + " is declared twice");
            }
        }
        if (classes.stream().map(CallbackClass::className).distinct().count() < classes.size()) {
            throw new IllegalArgumentException("a class of callbacks is listed twice");
        }
        if (!states.isEmpty() && classes.isEmpty()) {
            throw new IllegalArgumentException("states without callbacks that change them");
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "callbacks may take up to " + MAX_TIMEOUT.toHours() + " h, not " + timeout);
        }
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return classes.isEmpty();
    }
}
