package io.livepatch.build;

import java.util.ArrayList;
import java.util.List;

/** Collects what a comparison finds. */
final class Findings {
    private final List<Finding<WarningKind>> warnings = new ArrayList<>();
    private final List<Finding<RefusalKind>> refusals = new ArrayList<>();

    void warn(WarningKind kind, String where, String text) {
        warnings.add(new Finding<>(kind, where, text));
    }

    void refuse(RefusalKind kind, String where, String text) {
        refusals.add(new Finding<>(kind, where, text));
    }

    void addAll(Findings other) {
        warnings.addAll(other.warnings);
        refusals.addAll(other.refusals);
    }

    List<Finding<WarningKind>> warnings() {
        return warnings;
    }

    List<Finding<RefusalKind>> refusals() {
        return refusals;
    }
}
