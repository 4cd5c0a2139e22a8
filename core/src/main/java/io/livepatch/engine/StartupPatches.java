package io.livepatch.engine;

import io.livepatch.control.Command;
import io.livepatch.control.CommandHandler;
import io.livepatch.control.Reply;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Applies the bundles of a directory, {@code *.jar} in name order, through the engine as an operator would. A bundle that fails
 * is reported and skipped: the application starts in any case.
 */
final class StartupPatches {
    /** Nothing of the application runs yet, so a transition has nothing to wait for unless another agent is in the way. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final CommandHandler engine;
    private final long patienceNanos;
    private final Consumer<String> report;

    StartupPatches(CommandHandler engine) {
        this(engine, PATIENCE_NANOS, Report::line);
    }

    StartupPatches(CommandHandler engine, long patienceNanos, Consumer<String> report) {
        this.engine = engine;
        this.patienceNanos = patienceNanos;
        this.report = report;
    }

    void apply(File directory) {
        File[] bundles = directory.listFiles((dir, name) -> name.endsWith(".jar") && !name.startsWith("."));
        if (bundles == null) {
            report.accept("no bundle applied: " + directory + " cannot be read");
            return;
        }
        Arrays.sort(bundles);
        for (File bundle : bundles) {
            try {
                apply(bundle, read(bundle));
            } catch (IOException e) {
                skipped(bundle, e.toString());
            }
        }
    }

    private void apply(File bundle, byte[] content) throws IOException {
        Reply reply = ask(new Command.Apply(bundle.getName(), ByteBuffer.wrap(content)));
        if (reply instanceof Reply.Started started) {
            // its warnings tell an operator what is not loaded yet, which before main is nearly everything
            awaitEnd(bundle, started.transition());
        } else if (reply instanceof Reply.Refused refused) {
            skipped(bundle, refused.text() + " (" + refused.kind() + ")");
        }
    }

    private Reply ask(Command command) throws IOException {
        List<Reply> replies = new ArrayList<>(1);
        engine.handle(command, replies::add);
        return replies.get(0);
    }

    private void awaitEnd(File bundle, long transition) throws IOException {
        long deadline = System.nanoTime() + patienceNanos;
        try {
            engine.handle(new Command.Watch(transition), reply -> {
                if (reply instanceof Reply.Progress && System.nanoTime() - deadline > 0) {
                    throw new PatienceLost();
                }
            });
        } catch (PatienceLost e) {
            report.accept(bundle + ": still in transition, the application starts meanwhile");
        }
    }

    private void skipped(File bundle, String reason) {
        report.accept(bundle + " skipped: " + reason);
    }

    private static byte[] read(File file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            return in.readAllBytes();
        }
    }

    /** Ends a watch from its receiving end. */
    private static final class PatienceLost extends IOException {
        private static final long serialVersionUID = 1;
    }
}
