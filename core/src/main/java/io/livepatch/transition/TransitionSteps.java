package io.livepatch.transition;

import java.util.List;
import java.util.function.Predicate;

/**
 * What a transition needs of those who weave, in the order of its life. All are called on the coordinator's thread, none under
 * a lock of this package and none while threads are held.
 */
public interface TransitionSteps {
    /**
     * Comes before everything else: nothing is woven, no thread has a record, and it may take its time.
     *
     * @throws ArmingException if the transition must not start; what this has done it has undone
     */
    void prepare() throws ArmingException;

    /**
     * Weaves the stubs into every class concerned, in one step.
     *
     * @param arming the number that the stubs hand to the gate
     * @throws ArmingException if that failed; every class is as it was before
     */
    void arm(int arming) throws ArmingException;

    /**
     * Threads have records now; the transition runs and can be reversed. Called at the start, and again after each reversal.
     *
     * @param side where it moves to, that of the stubs' TO body if true
     */
    void running(boolean side);

    /**
     * The transition is about to be turned round.
     *
     * @param side where it will move to, that of the stubs' TO body if true
     */
    void reversing(boolean side);

    /**
     * Looks for classes that were defined without passing our transformer, and arms them.
     *
     * @return the frames of plain old bodies that may still run in the classes found now, on any thread; null if none was found
     */
    Predicate<StackTraceElement> armLateClasses();

    /**
     * Threads were moved against the consistency rule.
     *
     * @param threads which; may be empty
     */
    void forced(List<Thread> threads);

    /**
     * A step failed, and is tried again until it succeeds. Called for the first of several failures in a row.
     *
     * @param step what was being done
     * @param cause what was thrown
     */
    void stepFailed(String step, Throwable cause);

    /**
     * Leaves the plain body of one side behind. If it throws, the stubs are taken to have stayed.
     *
     * @param side that of the stubs' TO body if true
     */
    void settle(boolean side);

    /**
     * Everybody runs one side, and the gate is idle; it may take its time. If it throws it is not called again.
     *
     * @param side that of the stubs' TO body if true
     */
    void finish(boolean side);

    /**
     * The transition is over. If it throws it is called again.
     *
     * @param outcome how it ended
     */
    void ended(TransitionOutcome outcome);

    /** Looks once more for classes that came too late to be seen, and settles them. Called a few times after the end. */
    void settleLateClasses();
}
