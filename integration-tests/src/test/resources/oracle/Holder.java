package oracle;

import io.livepatch.it.target.Report;

class Holder {
    private final int owner;

    Holder(Report report, int owner) {
        this.owner = owner + report.see(VERSION);
        report.pause();
    }

    final int owner() {
        return owner;
    }
}
