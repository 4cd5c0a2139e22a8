package corpus;

import org.springframework.expression.ExpressionParser;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/** An expression must not allocate arrays as large as its author likes. */
public class Spel22950 {
    private static final ExpressionParser PARSER = new SpelExpressionParser();

    public static boolean vulnerable() {
        try {
            return length("new long[400 * 1000]") == 400_000;
        } catch (SpelEvaluationException refused) {
            return false;
        }
    }

    public static void ordinary() {
        if (length("new long[40 * 10]") != 400 || length("new long[]{1, 2, 3}") != 3) {
            throw new AssertionError("an array is made wrongly");
        }
    }

    private static int length(String expression) {
        return ((long[]) PARSER.parseExpression(expression).getValue()).length;
    }
}
