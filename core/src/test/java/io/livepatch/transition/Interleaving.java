package io.livepatch.transition;

import java.util.function.Supplier;

/** The interleavings that were made to happen, by what goes on in them. Says which promise was broken, or nothing. */
enum Interleaving implements Supplier<String> {
    RECORD_MADE_AFTER_THE_END,
    RECORD_MADE_WHILE_THE_END_BEGINS,
    BORN_BEFORE_RUNNING,
    SEEN_BETWEEN_TWO_UNITS,
    RECORD_MADE_IN_A_TABLE_THAT_IS_OVER,
    TURNED_ROUND_BEFORE_IT_MOVED_ITSELF,
    TURNED_ROUND_AFTER_IT_MOVED_ITSELF,
    ASKED_AGAIN_DURING_ITS_WALK,
    IN_THE_OLD_BODY_OF_A_LATE_CLASS,
    NO_MEMORY_FOR_THE_LIST_OF_SUSPECTS,
    TURNED_ROUND_WHILE_IN_THE_OLD_BODY;

    @Override
    public String get() {
        String broken = switch (this) {
            case RECORD_MADE_AFTER_THE_END -> new Interleavings().recordMadeAfterTheEnd();
            case RECORD_MADE_WHILE_THE_END_BEGINS -> new Interleavings().recordMadeWhileTheEndBegins();
            case BORN_BEFORE_RUNNING -> new Interleavings().bornBeforeRunning();
            case SEEN_BETWEEN_TWO_UNITS -> new Interleavings().seenBetweenTwoUnits();
            case RECORD_MADE_IN_A_TABLE_THAT_IS_OVER -> new Interleavings().recordMadeInATableThatIsOver();
            case TURNED_ROUND_BEFORE_IT_MOVED_ITSELF -> new Interleavings().turnedRoundBeforeItMovedItself();
            case TURNED_ROUND_AFTER_IT_MOVED_ITSELF -> new Interleavings().turnedRoundAfterItMovedItself();
            case ASKED_AGAIN_DURING_ITS_WALK -> new Interleavings().askedAgainDuringItsWalk();
            case IN_THE_OLD_BODY_OF_A_LATE_CLASS -> new LateClassInterleavings().inTheOldBody();
            case NO_MEMORY_FOR_THE_LIST_OF_SUSPECTS -> new LateClassInterleavings().noMemoryForTheList();
            case TURNED_ROUND_WHILE_IN_THE_OLD_BODY -> new LateClassInterleavings().turnedRound();
        };
        return Schedule.isDone() ? broken : "a schedule point was not reached";
    }
}
