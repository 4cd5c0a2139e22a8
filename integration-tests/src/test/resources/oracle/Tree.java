package oracle;

import io.livepatch.it.target.Report;

final class Tree {
    private Tree() {}

    static int walk(Report report, int depth) {
        // the loop begins at the first instruction that a jump can reach
        while (depth > 0) {
            depth--;
            if ((report.see('E', VERSION) + depth) % 3 == 1) {
                return walk(report, depth) + 1;
            }
            report.pause();
        }
        return report.see('E', VERSION);
    }
}
