package io.livepatch.cli;

import io.livepatch.control.Command;
import io.livepatch.control.Reply;
import io.livepatch.control.StatusView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks every JVM for its agent and patches, all at the same time, and waits only so long for one that hangs. */
final class JvmSurvey {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Jvms jvms;
    private final Connector connector;

    JvmSurvey(Jvms jvms, Connector connector) {
        this.jvms = jvms;
        this.connector = connector;
    }

    /**
     * A JVM and what its agent says.
     *
     * @param status empty if there is no agent, or it did not answer
     * @param problem why it did not answer, empty if it did or there is none
     */
    record Entry(RunningJvm jvm, Optional<StatusView> status, String problem) {
        String version() {
            return status.map(s -> s.jvm().version()).orElse(jvm.version());
        }

        String agentVersion() {
            return status.map(s -> s.jvm().agentVersion()).orElse("");
        }

        /** Its version, or whether there is one, for people. */
        String agent() {
            return status.isPresent() ? agentVersion() : problem.isEmpty() ? "no" : "no answer";
        }

        List<StatusView.Patch> patches() {
            return status.map(StatusView::patches).orElse(List.of());
        }

        String patchNames() {
            return patches().stream()
                    .map(patch -> patch.name() + " " + patch.state())
                    .collect(Collectors.joining(", "));
        }
    }

    List<Entry> all() throws CommandException {
        List<RunningJvm> found = jvms.list();
        List<ReplyStream> asked = new ArrayList<>();
        for (RunningJvm jvm : found) {
            asked.add(new Target(jvms, connector, jvm).request(new Command.Status()));
        }
        Deadline patience = Deadline.in(PATIENCE);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            try (ReplyStream replies = asked.get(i)) {
                Entry entry = entry(found.get(i), replies, patience);
                // one that has ended meanwhile is no JVM that does not answer
                if (entry.problem().isEmpty() || jvms.isAlive(entry.jvm().pid())) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    private static Entry entry(RunningJvm jvm, ReplyStream replies, Deadline patience) {
        try {
            Optional<Reply> reply = replies.next(patience);
            if (reply.isEmpty()) {
                return new Entry(jvm, Optional.empty(), "no answer");
            }
            return new Entry(
                    jvm,
                    Optional.of(
                            Target.expect(reply.get(), Reply.StatusReply.class).status()),
                    "");
        } catch (NoAgentException e) {
            return new Entry(jvm, Optional.empty(), "");
        } catch (CommandException e) {
            return new Entry(jvm, Optional.empty(), e.getMessage());
        }
    }
}
