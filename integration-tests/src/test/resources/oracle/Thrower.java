package oracle;

import io.livepatch.it.target.Report;

/** Leaves patched frames by exceptions. */
final class Thrower {
    private Thrower() {}

    static int caught(Report report) {
        int entered = report.enter('F', VERSION);
        try {
            return thrown(report);
        } catch (IllegalStateException e) {
            report.pause();
            return Store.get(report) + report.see('F', VERSION);
        } finally {
            report.leave(entered);
        }
    }

    private static int thrown(Report report) {
        report.pause();
        throw new IllegalStateException("version " + report.see('F', VERSION));
    }
}
