package io.livepatch.engine;

import io.livepatch.engine.ClassSweep.Swept;
import io.livepatch.engine.History.Event;
import io.livepatch.gate.PatchedFrames;
import io.livepatch.weave.ClassPlan;
import io.livepatch.weave.PreparedWeaves;
import io.livepatch.weave.WeaveOutcome;
import io.livepatch.weave.WeavingException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a transition weaves at each of its steps. For the coordinator's thread alone. */
final class TransitionWeaving {
    private final List<Layer> before;
    private final List<Layer> after;
    private final JdkParts jdk;
    private final PatchedFrames frames;
    private final ClassSweep sweep;
    private final TransitionJournal journal;
    private final List<ClassPlan> armedPlans;
    private final Set<String> classNames;
    /** Classes found late whose old bodies the coordinator does not watch yet, should telling it fail. */
    private final Set<String> unwatched = new HashSet<>();
    /** Dropped at the end, since it holds many class files. */
    private PreparedWeaves prepared;

    TransitionWeaving(
            List<Layer> before,
            List<Layer> after,
            JdkParts jdk,
            PatchedFrames frames,
            ClassSweep sweep,
            PreparedWeaves prepared,
            TransitionJournal journal) {
        this.before = before;
        this.after = after;
        this.jdk = jdk;
        this.frames = frames;
        this.sweep = sweep;
        this.prepared = prepared;
        this.journal = journal;
        armedPlans = jdk.and(PlanBuilder.transition(before, after));
        classNames = armedPlans.stream().map(ClassPlan::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Puts the stubs in. */
    void arm(int arming) throws WeavingException {
        install(arming, armedPlans);
    }

    /**
     * Puts plain bodies in the place of the stubs. If this fails the stubs stay, and answer with the side that the gate has settled on:
     * slower, but right.
     *
     * @param arming the arming that is given up, 0 after a transition
     */
    void settle(boolean side, int arming) {
        try {
            install(arming, jdk.settled(side, PlanBuilder.settled(side ? after : before)));
        } catch (WeavingException | RuntimeException | Error e) {
            journal.notSettled("the stubs could not be taken out and stay", e);
        }
    }

    /** Arms the classes that were loaded without being woven. Returns what tells the frames of their old bodies; null if there are none. */
    Predicate<StackTraceElement> armLateClasses() {
        catchUp();
        if (unwatched.isEmpty()) {
            return null;
        }
        Set<String> late = Set.copyOf(unwatched);
        // A frame that has run on since before the class was armed is obsolete, and obsolete frames have lost their
        // line.
        Predicate<StackTraceElement> oldBodies = frame -> late.contains(frame.getClassName())
                && frame.getLineNumber() < 0
                && frames.mayContain(frame.getClassName(), frame.getMethodName());
        unwatched.clear();
        return oldBodies;
    }

    /** Brings classes that were loaded without being woven to the plan in force. */
    void catchUp() {
        try {
            List<Swept> late = sweep.catchUp(classNames);
            // First what the transition must wait for, then what is only told: a later look does not find them again.
            late.stream()
                    .filter(each -> each.outcome().isInForce())
                    .forEach(each -> unwatched.add(each.type().getName()));
            // One that the present plan leaves as it came has run the right body, or a stub, which answers rightly.
            late.stream()
                    .filter(each -> !(each.outcome() instanceof WeaveOutcome.Untouched))
                    .forEach(journal::late);
        } catch (WeavingException e) {
            journal.lateFailed(e);
        }
    }

    /** Has the JDK look up anew the enum constants that it keeps. */
    void forgetEnums() {
        try {
            jdk.enums().forget();
        } catch (WeavingException | RuntimeException e) {
            journal.notSettled("the JDK goes on with the enum constants that it knows", e);
        }
    }

    /** Lets go of the woven class files, which are of no more use. */
    void dropPrepared() {
        prepared = PreparedWeaves.NONE;
    }

    private void install(int arming, List<ClassPlan> plans) throws WeavingException {
        for (Swept each : sweep.install(arming, plans, prepared)) {
            if (each.outcome() instanceof WeaveOutcome.Altered altered) {
                journal.note(
                        Event.ALTERED,
                        "another agent changes methods of class " + each.type().getName() + " after livepatch: "
                                + altered.methods());
            }
        }
    }
}
