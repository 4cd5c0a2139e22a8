package io.livepatch.engine;

import java.io.File;
import java.lang.instrument.Instrumentation;

/**
 * Where the agent's entry class hands over, by name, in the class loader of the engine.
 *
 * <p>Before the application's main method runs, as little as possible happens: no NIO, JMX, logging, lambda. The JDK settles
 * many of its choices at first use, and the first use is the application's. The engine itself is made when the first command
 * or bundle comes.
 */
public final class EngineMain {
    /** One a JVM; a second start or attach finds it. */
    private static EngineMain running;

    private final LazyEngine engine;
    private final OperatorConnection operators;
    private final boolean control;

    private EngineMain(Instrumentation instrumentation, boolean control) {
        this.engine = new LazyEngine(instrumentation);
        this.operators = new OperatorConnection(engine);
        this.control = control;
    }

    /**
     * Start together with the JVM. A second {@code -javaagent} changes nothing.
     */
    public static synchronized void premain(String options, Instrumentation instrumentation) {
        if (running != null) {
            return;
        }
        AgentOptions parsed = parse(options);
        if (parsed == null) {
            return;
        }
        running = new EngineMain(instrumentation, parsed.control());
        try {
            if (parsed.patches().isPresent()) {
                running.apply(parsed.patches().get());
            }
        } finally {
            // whatever became of the bundles, operators must be able to have a look
            if (parsed.control()) {
                running.operators.openWhenMainRuns(Thread.currentThread());
            }
        }
    }

    private void apply(File patches) {
        OwnContext.run(() -> new StartupPatches(engine.get()).apply(patches));
    }

    /** A tool attached: operators can connect when this returns, unless the JVM was started without operators. */
    public static synchronized void agentmain(String options, Instrumentation instrumentation) {
        if (running == null) {
            if (options != null && !options.isEmpty()) {
                Report.line("options are for -javaagent, not for attaching: " + options);
                return;
            }
            running = new EngineMain(instrumentation, true);
        }
        if (running.control) {
            running.operators.open();
        } else {
            Report.line("a tool attached; it cannot connect, since this JVM was started with control=off");
        }
    }

    private static AgentOptions parse(String options) {
        try {
            return AgentOptions.parse(options);
        } catch (IllegalArgumentException e) {
            Report.line("-javaagent options \"" + options + "\": " + e.getMessage()
                    + ". livepatch did not start, the application runs without it");
            return null;
        }
    }
}
