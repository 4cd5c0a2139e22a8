package io.livepatch.cli;

import io.livepatch.control.Command.Status;
import io.livepatch.control.Reply;
import io.livepatch.control.StatusJson;
import io.livepatch.control.StatusView;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code livepatch status}. */
@Command(name = "status", description = "Shows patches, the running transition with its blockers, and the history.")
final class StatusCommand extends JvmCommand {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PATCH",
            description = "Show this patch only, with its classes and methods.")
    private String patch;

    @Override
    ExitStatus execute(Console console) throws CommandException {
        Target target = target();
        StatusView status = narrowed(status(target));
        if (console.isJson()) {
            console.document(StatusJson.of(status));
        } else {
            console.print(new StatusText(console.colors()).lines(status, patch != null));
        }
        if (patch != null && status.patches().isEmpty()) {
            console.message("no patch " + patch + " is loaded in " + target.jvm());
        }
        return ExitStatus.DONE;
    }

    private static StatusView status(Target target) throws CommandException {
        try {
            return asSeenFromHere(
                    target.jvm(),
                    target.ask(new Status(), Reply.StatusReply.class).status());
        } catch (NoAgentException e) {
            RunningJvm jvm = target.jvm();
            return new StatusView(
                    new StatusView.Jvm(jvm.pid(), jvm.version(), jvm.mainClass(), ""),
                    Optional.empty(),
                    List.of(),
                    List.of());
        }
    }

    /** With the process id that the operator uses: a JVM in a container has another idea of it. */
    private static StatusView asSeenFromHere(RunningJvm jvm, StatusView status) {
        StatusView.Jvm inside = status.jvm();
        return new StatusView(
                new StatusView.Jvm(jvm.pid(), inside.version(), inside.mainClass(), inside.agentVersion()),
                status.transition(),
                status.patches(),
                status.history());
    }

    private StatusView narrowed(StatusView status) {
        if (patch == null) {
            return status;
        }
        return new StatusView(
                status.jvm(),
                status.transition(),
                status.patches().stream().filter(p -> p.name().equals(patch)).toList(),
                status.history().stream().filter(e -> e.patch().equals(patch)).toList());
    }
}
