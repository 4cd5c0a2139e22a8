package oracle;

import io.livepatch.it.target.Report;
import io.livepatch.it.target.Unit;

/** Never patched: makes one call of a patched method, which is then the outermost one, and so one unit of work. */
public final class Entry implements Unit {
    private static final Shape SHAPE = new Shape.Square();
    private static final Locked LOCKED = new Locked();

    @Override
    public void run(Report report) {
        switch (report.next(9)) {
            case 0 -> Service.handle(report, 1L, 2.0);
            case 1 -> new Account(report);
            case 2 -> Tree.walk(report, 1 + report.next(12));
            case 3 -> LOCKED.step(report);
            case 4 -> SHAPE.area(report);
            case 5 -> Shape.total(report, SHAPE);
            case 6 -> Lambdas.make().accept(report);
            case 7 -> Thrower.caught(report);
            default -> new Service().nested(report, 3);
        }
    }
}
