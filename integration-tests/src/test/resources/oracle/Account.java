package oracle;

import io.livepatch.it.target.Report;

/** Its constructor has code before and after the call of the superclass's. */
final class Account extends Holder {
    private final int balance;

    Account(Report report) {
        super(report, report.see(VERSION));
        report.pause();
        balance = report.see(VERSION);
    }

    int balance(Report report) {
        return report.see(VERSION) + balance + owner();
    }
}
