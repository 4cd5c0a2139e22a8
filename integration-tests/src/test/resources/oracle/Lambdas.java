package oracle;

import io.livepatch.it.target.Report;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/** Only the bodies of the lambdas change. */
final class Lambdas {
    private Lambdas() {}

    static Consumer<Report> make() {
        return report -> {
            report.see(VERSION);
            report.pause();
            Store.get(report);
        };
    }

    static IntUnaryOperator scaled(Report report) {
        return value -> value + report.see(VERSION);
    }
}
