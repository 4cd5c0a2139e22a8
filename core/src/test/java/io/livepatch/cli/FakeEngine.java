package io.livepatch.cli;

import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** An engine that answers as a test tells it to; with nothing left to say, its connections stay silent. */
final class FakeEngine implements Connector {
    private final Map<Class<? extends Command>, Function<Command, List<Object>>> answers = new HashMap<>();
    private final List<Command> received = new CopyOnWriteArrayList<>();
    private final List<FakeSession> watchers = new CopyOnWriteArrayList<>();
    private volatile boolean installed = true;

    /** The next words to commands of a kind: {@link Reply} or {@link IOException}. */
    FakeEngine on(Class<? extends Command> kind, Object... words) {
        return on(kind, command -> List.of(words));
    }

    FakeEngine on(Class<? extends Command> kind, Function<Command, List<Object>> words) {
        answers.put(kind, words);
        return this;
    }

    /** What all who watch hear next. */
    void tellWatchers(Object word) {
        watchers.forEach(watcher -> watcher.words.add(word));
    }

    void install(boolean present) {
        installed = present;
    }

    List<Command> received() {
        return received;
    }

    <T extends Command> List<T> received(Class<T> kind) {
        return received.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public Optional<Session> connect(long pid) {
        return installed ? Optional.of(new FakeSession()) : Optional.empty();
    }

    private final class FakeSession implements Session {
        private final BlockingQueue<Object> words = new LinkedBlockingQueue<>();

        @Override
        public void send(Command command) {
            if (command instanceof Command.Watch) {
                watchers.add(this);
            }
            received.add(command);
            Function<Command, List<Object>> answer = answers.get(command.getClass());
            if (answer != null) {
                words.addAll(answer.apply(command));
            }
        }

        @Override
        public Reply receive() throws IOException {
            try {
                Object word = words.take();
                if (word instanceof IOException failure) {
                    throw failure;
                }
                return (Reply) word;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            words.add(new IOException("closed"));
        }
    }
}
