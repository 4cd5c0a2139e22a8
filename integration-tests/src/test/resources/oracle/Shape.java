package oracle;

import io.livepatch.it.target.Report;

interface Shape {
    int side(Report report);

    default int area(Report report) {
        report.see(VERSION);
        report.pause();
        return side(report) * side(report);
    }

    static int total(Report report, Shape shape) {
        return report.see(VERSION) + shape.area(report);
    }

    final class Square implements Shape {
        @Override
        public int side(Report report) {
            report.pause();
            return 2 + report.see(VERSION);
        }
    }
}
