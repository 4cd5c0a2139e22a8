package io.livepatch.engine;

import io.livepatch.control.Command;
import io.livepatch.control.CommandHandler;
import io.livepatch.control.ErrorKind;
import io.livepatch.control.Reply;
import io.livepatch.transition.ThreadRoster;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine of one JVM, as the operator's connection sees it. Making one costs nothing; the first command sets it up. */
public final class Engine implements CommandHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final long PROGRESS_EVERY_MS = 100;

    private final Instrumentation instrumentation;
    private final PatchRegistry registry = new PatchRegistry();
    private final History history = new History();
    private ThreadRoster roster;
    private PatchingTools tools;
    private PatchCommands commands;

    public Engine(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    @Override
    public void handle(Command command, ReplySink replies) throws IOException {
        try {
            if (command instanceof Command.Watch watch) {
                watch(watch.transition(), replies);
            } else {
                replies.send(answer(command));
            }
        } catch (Refusal e) {
            replies.send(new Reply.Refused(e.kind(), e.getMessage()));
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            LOG.warn("{} failed", command.getClass().getSimpleName(), e);
            replies.send(new Reply.Refused(ErrorKind.INTERNAL, "a failure inside livepatch: " + e));
        }
    }

    private Reply answer(Command command) throws Refusal {
        if (command instanceof Command.Status) {
            return new Reply.StatusReply(reporter().status(installed()));
        }
        if (command instanceof Command.Threads) {
            return new Reply.ThreadsReply(reporter().threads(installed()));
        }
        if (command instanceof Command.Apply apply) {
            return commands().apply(apply);
        }
        if (command instanceof Command.Enable enable) {
            return commands().enable(enable.patch());
        }
        if (command instanceof Command.Disable disable) {
            return commands().disable(disable.patch());
        }
        if (command instanceof Command.Remove remove) {
            return commands().remove(remove.patch());
        }
        if (command instanceof Command.Probe probe) {
            return commands().probe(probe.patch());
        }
        if (command instanceof Command.Reverse reverse) {
            return commands().reverse(reverse);
        }
        if (command instanceof Command.Force force) {
            return commands().force(force);
        }
        if (command instanceof Command.Signal signal) {
            return commands().signal(signal);
        }
        throw new IllegalArgumentException("not a command that has one reply: " + command);
    }

    private void watch(long serial, ReplySink replies) throws IOException, Refusal {
        Optional<RunningTransition> running = registry.running();
        if (serial == Command.Watch.ANY && running.isEmpty()) {
            replies.send(new Reply.Idle());
            return;
        }
        long watched = serial == Command.Watch.ANY ? running.get().serial() : serial;
        CompletableFuture<Reply> end = registry.end(watched)
                .orElseThrow(() -> new Refusal(ErrorKind.NO_TRANSITION, "no transition of number " + watched));
        while (!end.isDone()) {
            Optional<RunningTransition> now = registry.running().filter(each -> each.serial() == watched);
            if (now.isPresent()) {
                replies.send(new Reply.Progress(reporter().transition(now.get())));
            }
            awaitQuietly(end);
        }
        replies.send(end.join());
    }

    private static void awaitQuietly(CompletableFuture<?> end) throws IOException {
        try {
            end.get(PROGRESS_EVERY_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // time for the next progress report
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while watching a transition", e);
        }
    }

    private synchronized ThreadRoster roster() {
        if (roster == null) {
            roster = PatchingTools.openJdk(instrumentation);
        }
        return roster;
    }

    private synchronized StatusReporter reporter() {
        return new StatusReporter(registry, history, roster());
    }

    private synchronized Optional<PatchingTools> installed() {
        return Optional.ofNullable(tools);
    }

    private synchronized PatchCommands commands() throws Refusal {
        if (commands == null) {
            if (!instrumentation.isRetransformClassesSupported()) {
                throw new Refusal(
                        ErrorKind.NOT_PATCHABLE,
                        "this JVM does not let the agent change loaded classes; start it with livepatch.jar as it was built");
            }
            ThreadRoster threads = roster();
            tools = PatchingTools.install(instrumentation);
            commands = new PatchCommands(registry, history, threads, tools);
        }
        return commands;
    }
}
