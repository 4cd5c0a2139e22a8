package io.livepatch.cli;

import io.livepatch.control.Command.Threads;
import io.livepatch.control.Reply;
import io.livepatch.control.ThreadsJson;
import io.livepatch.control.ThreadsView;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code livepatch threads}. */
@Command(
        name = "threads",
        description = "Shows every thread's patch state: -1 outside a transition, 0 unpatched, 1 patched.")
final class ThreadsCommand extends JvmCommand {
    @Override
    ExitStatus execute(Console console) throws CommandException {
        ThreadsView view = view(target(), console);
        if (console.isJson()) {
            console.document(ThreadsJson.of(view));
        } else if (!view.threads().isEmpty()) {
            console.print(table(view).lines(console.colors()));
        }
        return ExitStatus.DONE;
    }

    private static ThreadsView view(Target target, Console console) throws CommandException {
        try {
            return target.ask(new Threads(), Reply.ThreadsReply.class).threads();
        } catch (NoAgentException e) {
            console.message(target.jvm() + " has no livepatch agent, so no thread has a patch state");
            return new ThreadsView(List.of());
        }
    }

    private static Table table(ThreadsView view) {
        Table table = new Table("ID", "STATE", "PENDING", "KIND", "NAME");
        for (ThreadsView.ThreadView thread : view.threads()) {
            table.row(
                    thread.id(),
                    thread.patchState(),
                    thread.pending() ? "yes" : "no",
                    thread.virtual() ? "virtual" : "platform",
                    thread.name());
        }
        return table;
    }
}
