package io.livepatch.it.restart;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the tests of the new release went in a JVM that was patched, compared with one that started with it.
 *
 * @param added what code from outside cannot link with
 * @param warnings of {@code apply}
 * @param restarted how they went with the new release
 * @param patched how they went where the patch was in force
 * @param control the tests that ended otherwise with the old release, not patched: what a patch can turn
 */
record Comparison(
        RestartPair pair,
        AddedApi added,
        List<String> warnings,
        TestResults restarted,
        TestResults patched,
        Set<String> control) {
    private static final Pattern METHOD = Pattern.compile(".*\\[class:(?:\\w+\\.)*(\\w+)\\].*method:(\\w+)\\(.*");

    /** Tests that ended otherwise, each with what it comes from: {@link Reason#UNEXPLAINED} is a fault of ours. */
    Map<String, Reason> differences() {
        return restarted.differences(patched).stream()
                .collect(Collectors.toMap(id -> id, this::reason, (one, other) -> one, TreeMap::new));
    }

    /** Those with one reason. */
    Set<String> differences(Reason reason) {
        Set<String> those = new TreeSet<>(differences().keySet());
        those.removeIf(id -> reason(id) != reason);
        return those;
    }

    /** Those that the patch made end as with the new release. */
    Set<String> turned() {
        Set<String> turned = new TreeSet<>(control);
        turned.removeAll(differences().keySet());
        return turned;
    }

    /** All differences, for the one who looks into them. */
    String report() {
        return differences().entrySet().stream()
                .map(each -> "%s %s%n  with NEW: %s%n  patched: %s%n"
                        .formatted(
                                each.getValue(), each.getKey(), restarted.of(each.getKey()), patched.of(each.getKey())))
                .collect(Collectors.joining());
    }

    private Reason reason(String id) {
        if (missesAddedApi(id)) {
            return Reason.ADDED_API;
        }
        Optional<String> field = nameOf(id).map(pair.announced()::get);
        boolean announced = field.isPresent()
                && warnings.stream().anyMatch(warning -> warning.startsWith(field.get() + " has another value"));
        return announced ? Reason.OUTSIDE_READER : Reason.UNEXPLAINED;
    }

    /** Whether the test, or the class that it is in, did not link. */
    private boolean missesAddedApi(String id) {
        return patched.outcomes().entrySet().stream()
                .filter(each -> id.equals(each.getKey()) || id.startsWith(each.getKey() + "/"))
                .flatMap(each -> each.getValue().thrown().stream())
                .anyMatch(exception -> added.missedBy(exception).isPresent());
    }

    private static Optional<String> nameOf(String id) {
        Matcher method = METHOD.matcher(id);
        return method.matches() ? Optional.of(method.group(1) + "." + method.group(2)) : Optional.empty();
    }
}
