package io.livepatch.engine;

import io.livepatch.control.CommandHandler;
import java.lang.instrument.Instrumentation;
import java.util.function.Supplier;

/** Makes the engine when it is first asked for, which must be in our own context. Thread-safe. */
final class LazyEngine implements Supplier<CommandHandler> {
    private final Instrumentation instrumentation;
    private CommandHandler engine;

    LazyEngine(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    @Override
    public synchronized CommandHandler get() {
        if (engine == null) {
            engine = new Engine(instrumentation);
        }
        return engine;
    }
}
