package oracle;

import io.livepatch.it.target.Report;

class Holder {
    private final int owner;

    Holder(Report report, int owner) {
        int entered = report.enter('C', VERSION);
        this.owner = owner + report.see('C', VERSION);
        report.pause();
        report.leave(entered);
    }

    final int owner() {
        return owner;
    }
}
