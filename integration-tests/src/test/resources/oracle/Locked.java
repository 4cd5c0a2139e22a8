package oracle;

import io.livepatch.it.target.Report;
import java.util.concurrent.locks.ReentrantLock;

final class Locked {
    private final ReentrantLock lock = new ReentrantLock();
    private int steps;

    int step(Report report) {
        int entered = report.enter('E', VERSION);
        lock.lock();
        try {
            steps++;
            return inside(report) + Store.get(report);
        } finally {
            lock.unlock();
            report.leave(entered);
        }
    }

    private synchronized int inside(Report report) {
        return report.see('E', VERSION) + steps;
    }
}
