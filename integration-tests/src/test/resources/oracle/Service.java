package oracle;

import io.livepatch.it.target.Report;

class Service {
    static long handle(Report report, long wide, double twice) {
        report.see(VERSION);
        int sum = Middle.spread(report);
        report.see(VERSION);
        return sum + wide + (long) twice;
    }

    int nested(Report report, int depth) {
        report.see(VERSION);
        report.pause();
        int sum = depth == 0 ? Store.get(report) : Middle.spread(report);
        return report.see(VERSION) + sum + hidden(report);
    }

    private int hidden(Report report) {
        report.pause();
        return report.see(VERSION);
    }
}
