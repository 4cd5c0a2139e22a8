package oracle;

import io.livepatch.it.target.Report;

interface Shape {
    int side(Report report);

    default int area(Report report) {
        int entered = report.enter('D', VERSION);
        report.pause();
        int area = side(report) * side(report);
        report.leave(entered);
        return area;
    }

    static int total(Report report, Shape shape) {
        int entered = report.enter('D', VERSION);
        int total = report.see('D', VERSION) + shape.area(report);
        report.leave(entered);
        return total;
    }

    final class Square implements Shape {
        @Override
        public int side(Report report) {
            report.pause();
            return 2 + report.see('D', VERSION);
        }
    }
}
