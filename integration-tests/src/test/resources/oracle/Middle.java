package oracle;

import io.livepatch.it.target.Report;
import java.util.List;

/** Never patched: stands between patched methods, so that the stack has patched and unpatched frames in turn. */
final class Middle {
    private Middle() {}

    static int spread(Report report) {
        report.pause();
        int sum = Store.get(report);
        report.pause();
        sum += new Account(report).balance(report);
        sum += Tree.walk(report, report.next(4));
        List<Integer> some = List.of(1, 2);
        sum += some.stream().mapToInt(Integer::intValue).map(Lambdas.scaled(report)).sum();
        report.pause();
        sum += Thrower.caught(report);
        return sum + Shape.total(report, new Shape.Square());
    }
}
