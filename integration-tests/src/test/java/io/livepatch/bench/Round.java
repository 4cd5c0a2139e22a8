package io.livepatch.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One round of measurements, in milliseconds.
 *
 * @param dump one dump of all stacks
 * @param redefinition one plain redefinition, the mean of two
 * @param transition from arming to settled
 * @param apply the whole command, with reading the bundle and finding out whether it fits
 * @param plainStop the longest stop of the world of the plain redefinitions
 * @param stop the longest one of the apply
 */
record Round(double dump, double redefinition, double transition, double apply, double plainStop, double stop) {
    /** What the transition may be measured against: one dump and two redefinitions. */
    double yardstick() {
        return dump + 2 * redefinition;
    }

    double transitionRatio() {
        return transition / yardstick();
    }

    double stopRatio() {
        return stop / plainStop;
    }

    static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return Arrays.stream(sorted).skip((sorted.length - 1) / 2).findFirst().orElseThrow();
    }
}
