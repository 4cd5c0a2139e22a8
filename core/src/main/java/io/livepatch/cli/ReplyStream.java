package io.livepatch.cli;

import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import io.livepatch.control.TransitionView;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The replies to one command, to be waited for with a deadline. A thread of its own connects, sends and receives, since a JVM
 * that is stopped accepts a connection and then says nothing for ever.
 */
final class ReplyStream implements Closeable {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Target target;
    private final Command command;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private Session session;
    private boolean closed;
    private boolean heard;

    /** A reply, or why there will be none. */
    private record Arrival(Reply reply, CommandException failure) {}

    ReplyStream(Target target, Command command) {
        this.target = target;
        this.command = command;
        Thread thread = new Thread(this::receiveAll, "livepatch-replies");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * The next reply.
     *
     * @return empty if the time is over before it is there
     * @throws CommandException if there will be no reply
     */
    Optional<Reply> next(Deadline deadline) throws CommandException {
        try {
            Arrival arrival = arrivals.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            if (arrival == null) {
                return Optional.empty();
            }
            if (arrival.failure() != null) {
                throw arrival.failure();
            }
            heard = true;
            return Optional.of(arrival.reply());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(Problem.INTERNAL, "the tool was interrupted", e);
        }
    }

    /** The first reply, which gets a moment more: even when the time is short the operator shall hear what became of it. */
    Optional<Reply> first(Deadline deadline) throws CommandException {
        Optional<Reply> reply = next(deadline);
        return reply.isPresent() ? reply : next(Deadline.in(GRACE));
    }

    /** The next reply that does not only show progress; empty if the time is over before it is there, see {@link #first}. */
    Optional<Reply> afterProgress(Deadline deadline, Consumer<TransitionView> progress) throws CommandException {
        Optional<Reply> reply = heard ? next(deadline) : first(deadline);
        while (reply.isPresent() && reply.get() instanceof Reply.Progress seen) {
            progress.accept(seen.transition());
            reply = next(deadline);
        }
        return reply;
    }

    private void receiveAll() {
        try (Session opened = target.connect()) {
            if (!keep(opened)) {
                return;
            }
            opened.send(command);
            while (true) {
                arrivals.add(new Arrival(opened.receive(), null));
            }
        } catch (CommandException e) {
            arrivals.add(new Arrival(null, e));
        } catch (IOException e) {
            arrivals.add(new Arrival(null, target.explain(e)));
        } catch (RuntimeException e) {
            arrivals.add(new Arrival(null, new CommandException(Problem.INTERNAL, "the tool failed: " + e, e)));
        }
    }

    private synchronized boolean keep(Session opened) {
        session = opened;
        return !closed;
    }

    /** Ends the connection. What was asked for goes on in the JVM. */
    @Override
    public synchronized void close() {
        closed = true;
        if (session != null) {
            try {
                session.close();
            } catch (IOException e) {
                // it is given up anyway
            }
        }
    }
}
