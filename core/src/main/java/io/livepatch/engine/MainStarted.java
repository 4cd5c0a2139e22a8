package io.livepatch.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until the application's main class runs. Before that, opening a socket could settle choices of the JDK that are the
 * application's to make (default file system, selector provider, log manager).
 */
final class MainStarted {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** A JVM embedded in a native program may never run a frame on the thread that made it. */
    private static final long NO_FRAMES_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(3);

    private MainStarted() {}

    /** @param main the thread that called premain */
    static void await(Thread main) {
        long pause = FIRST_PAUSE_NANOS;
        long withoutFrames = 0;
        while (main.isAlive() && withoutFrames < NO_FRAMES_LIMIT_NANOS) {
            StackTraceElement[] frames = main.getStackTrace();
            if (frames.length > 0 && isApplication(frames[frames.length - 1])) {
                return;
            }
            withoutFrames = frames.length == 0 ? withoutFrames + pause : 0;
            LockSupport.parkNanos(pause);
            pause = Math.min(LONGEST_PAUSE_NANOS, 2 * pause);
        }
    }

    /** The outermost frame is the JVM's own while it calls agents and looks for the main class. */
    static boolean isApplication(StackTraceElement outermost) {
        String type = outermost.getClassName();
        boolean launcher = type.startsWith("sun.instrument.")
                || type.startsWith("java.lang.")
                || type.startsWith("jdk.internal.")
                // JavaFX applications have their main method called by a class of the launcher
                || (type.startsWith("sun.launcher.")
                        && !outermost.getMethodName().equals("main"));
        return !launcher;
    }
}
