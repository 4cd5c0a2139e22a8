package oracle;

import io.livepatch.it.target.Report;

/** Leaves patched frames by exceptions. */
final class Thrower {
    private Thrower() {}

    static int caught(Report report) {
        report.see(VERSION);
        try {
            return thrown(report);
        } catch (IllegalStateException e) {
            report.pause();
            return Store.get(report) + report.see(VERSION);
        }
    }

    private static int thrown(Report report) {
        report.pause();
        throw new IllegalStateException("side " + report.see(VERSION));
    }
}
