package oracle;

import io.livepatch.it.target.Report;

class Service {
    static long handle(Report report, long wide, double twice) {
        int entered = report.enter('A', VERSION);
        int sum = Middle.spread(report);
        report.see('A', VERSION);
        report.leave(entered);
        return sum + wide + (long) twice;
    }

    int nested(Report report, int depth) {
        int entered = report.enter('A', VERSION);
        report.pause();
        int sum = depth == 0 ? Store.get(report) : Middle.spread(report);
        sum += hidden(report);
        report.leave(entered);
        return sum;
    }

    private int hidden(Report report) {
        report.pause();
        return report.see('A', VERSION);
    }
}
