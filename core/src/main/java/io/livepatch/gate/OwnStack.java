package io.livepatch.gate;

import java.lang.StackWalker.StackFrame;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A thread's check of its own stack. {@link StackWalker} shows the current thread only, whole at any depth, with descriptors:
 * it is exact where a snapshot of another thread can only be conservative. One instance serves one walk.
 */
final class OwnStack implements Function<Stream<StackFrame>, Boolean>, Predicate<StackFrame> {
    /** Recent JDKs give a frame's descriptor to those only who may see its class. */
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private enum Position {
        ABOVE_DISPATCHER,
        AT_ENTRY,
        BELOW_ENTRY
    }

    private final PatchedFrames patched;
    private final String dispatcher;
    private Position position;

    private OwnStack(PatchedFrames patched, String dispatcher) {
        this.patched = patched;
        this.dispatcher = dispatcher;
        position = dispatcher == null ? Position.BELOW_ENTRY : Position.ABOVE_DISPATCHER;
    }

    /**
     * Whether no patched frame is on the stack of the current thread, not counting the method that is being entered.
     *
     * @param dispatcher name of the class that woven methods call; the frame below its topmost one is the method that is being
     *     entered. Null if no method is being entered.
     */
    static boolean isClear(PatchedFrames patched, String dispatcher) {
        try {
            return !WALKER.walk(new OwnStack(patched, dispatcher));
        } catch (Throwable e) {
            // Stack overflow or out of memory inside the walk: nothing was proved, so the thread stays where it is. The
            // application must not see an error that its own code did not cause; a stack that is really full overflows
            // in the
            // method's own body.
            return false;
        }
    }

    @Override
    public Boolean apply(Stream<StackFrame> frames) {
        return frames.anyMatch(this);
    }

    @Override
    public boolean test(StackFrame frame) {
        switch (position) {
            case ABOVE_DISPATCHER -> {
                if (frame.getClassName().equals(dispatcher)) {
                    position = Position.AT_ENTRY;
                }
                return false;
            }
            case AT_ENTRY -> {
                position = Position.BELOW_ENTRY;
                return false;
            }
            case BELOW_ENTRY -> {
                return patched.contains(frame.getClassName(), frame.getMethodName(), frame.getDescriptor());
            }
        }
        throw new IllegalStateException();
    }
}
