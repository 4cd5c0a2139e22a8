package io.livepatch.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.livepatch.control.Command.Signal;
import io.livepatch.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code livepatch signal}. */
@Command(name = "signal", description = "Wakes the threads that block the running transition.")
final class SignalCommand extends JvmCommand {
    @Option(names = "--interrupt", description = "Interrupt them, which the application sees, rather than unpark them.")
    private boolean interrupt;

    @Override
    ExitStatus execute(Console console) throws CommandException {
        Reply.Signalled signalled;
        try (ReplyStream replies = target().request(new Signal(interrupt))) {
            Reply reply = replies.next(Deadline.NEVER).orElseThrow();
            signalled = Target.expect(reply, Reply.Signalled.class);
        }
        if (console.isJson()) {
            console.document(JsonObject.builder()
                    .value("interrupted", interrupt)
                    .value("threads", new JsonArray(signalled.threads()))
                    .done());
        }
        String what = interrupt ? "interrupted " : "woke ";
        console.message(
                signalled.threads().isEmpty()
                        ? "no thread blocks the transition"
                        : what + String.join(", ", signalled.threads()));
        return ExitStatus.DONE;
    }
}
