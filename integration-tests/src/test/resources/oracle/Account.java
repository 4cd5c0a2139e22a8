package oracle;

import io.livepatch.it.target.Report;

/** Its constructor has code before and after the call of the superclass's. */
final class Account extends Holder {
    private final int balance;

    Account(Report report) {
        super(report, report.see('C', VERSION));
        int entered = report.enter('C', VERSION);
        report.pause();
        balance = report.see('C', VERSION);
        report.leave(entered);
    }

    int balance(Report report) {
        return report.see('C', VERSION) + balance + owner();
    }
}
