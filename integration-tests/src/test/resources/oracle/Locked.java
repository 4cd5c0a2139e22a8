package oracle;

import io.livepatch.it.target.Report;
import java.util.concurrent.locks.ReentrantLock;

final class Locked {
    private final ReentrantLock lock = new ReentrantLock();
    private int steps;

    int step(Report report) {
        report.see(VERSION);
        lock.lock();
        try {
            steps++;
            return inside(report) + Store.get(report);
        } finally {
            lock.unlock();
        }
    }

    private synchronized int inside(Report report) {
        return report.see(VERSION) + steps;
    }
}
