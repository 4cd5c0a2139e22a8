package oracle;

import io.livepatch.it.target.Report;

final class Store {
    private static int visits;

    private Store() {}

    static synchronized int get(Report report) {
        visits++;
        return report.see('B', VERSION) + visits;
    }
}
