package io.livepatch.it.corpus;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the table says of a pair in a mode.
 *
 * @param reasons the kinds of the refusals for {@link Verdict#REFUSED}, the kind of the builder's warning for
 *     {@link Verdict#STILL_VULNERABLE}, else none
 */
record Expectation(Verdict verdict, Set<String> reasons) {
    /** Reads {@code VERDICT KIND...}. */
    static Expectation parse(String text) {
        List<String> words = List.of(text.split(" ", -1));
        Verdict verdict = Verdict.valueOf(words.get(0));
        Set<String> reasons = new TreeSet<>(words.subList(1, words.size()));
        boolean explained = !reasons.isEmpty();
        boolean mustBe = verdict == Verdict.REFUSED || verdict == Verdict.STILL_VULNERABLE;
        if (verdict == Verdict.BROKEN || explained != mustBe) {
            throw new IllegalArgumentException("not to be expected of any pair: " + text);
        }
        return new Expectation(verdict, reasons);
    }

    /** Whether it went so. A hole that stays open is allowed only if the builder warned of it. */
    boolean isMetBy(Result result) {
        return switch (verdict) {
            case REFUSED ->
                result.verdict() == verdict && result.refusals().kinds().equals(reasons);
            case STILL_VULNERABLE ->
                result.verdict() == verdict && result.build().warnings().kinds().containsAll(reasons);
            case TURNED_AND_BACK -> result.verdict() == verdict;
            case BROKEN -> false;
        };
    }

    @Override
    public String toString() {
        return verdict + (reasons.isEmpty() ? "" : " " + String.join(" ", reasons));
    }
}
