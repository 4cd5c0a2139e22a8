package oracle;

import io.livepatch.it.target.Report;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/** Only the bodies of the lambdas change. */
final class Lambdas {
    private Lambdas() {}

    static Consumer<Report> make() {
        return report -> {
            int entered = report.enter('D', VERSION);
            report.pause();
            Store.get(report);
            Tree.walk(report, 1);
            report.leave(entered);
        };
    }

    static IntUnaryOperator scaled(Report report) {
        return value -> value + report.see('D', VERSION);
    }
}
