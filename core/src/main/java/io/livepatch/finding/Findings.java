package io.livepatch.finding;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Collects what is found, each thing once, in the order in which it is found. Not safe for use by several threads. */
public final class Findings {
    private final Set<Finding<WarningKind>> warnings = new LinkedHashSet<>();
    private final Set<Finding<RefusalKind>> refusals = new LinkedHashSet<>();

    public void warn(WarningKind kind, String where, String text) {
        warnings.add(new Finding<>(kind, where, text));
    }

    public void refuse(RefusalKind kind, String where, String text) {
        refusals.add(new Finding<>(kind, where, text));
    }

    /** Adds what another has to say of chosen places. */
    public void addAll(Findings other, Predicate<String> place) {
        other.warnings.stream().filter(each -> place.test(each.where())).forEach(warnings::add);
        other.refusals.stream().filter(each -> place.test(each.where())).forEach(refusals::add);
    }

    /** Whether that was found there. */
    public boolean refuses(RefusalKind kind, String where) {
        return refusals.stream()
                .anyMatch(each -> each.kind() == kind && each.where().equals(where));
    }

    public List<Finding<WarningKind>> warnings() {
        return List.copyOf(warnings);
    }

    public List<Finding<RefusalKind>> refusals() {
        return List.copyOf(refusals);
    }
}
