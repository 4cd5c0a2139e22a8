package io.livepatch.cli;

import io.livepatch.control.StatusView;
import io.livepatch.control.TransitionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** The status of a JVM for people. */
final class StatusText {
    private final Ansi colors;

    StatusText(Ansi colors) {
        this.colors = colors;
    }

    /** @param detailed whether classes and methods are shown too */
    List<String> lines(StatusView status, boolean detailed) {
        List<String> lines = new ArrayList<>();
        StatusView.Jvm jvm = status.jvm();
        String agent = jvm.agentVersion().isEmpty() ? "no agent" : "agent " + jvm.agentVersion();
        lines.add(
                Text.printable("JVM " + jvm.pid() + "  " + jvm.mainClass() + "  Java " + jvm.version() + "  " + agent));
        lines.add("");
        status.transition().ifPresentOrElse(t -> addTransition(lines, t), () -> lines.add("no transition is running"));
        lines.add("");
        addPatches(lines, status.patches());
        if (detailed) {
            status.patches().forEach(patch -> addClasses(lines, patch));
        }
        if (!status.history().isEmpty()) {
            lines.add("");
            addHistory(lines, status.history());
        }
        return lines;
    }

    private void addTransition(List<String> lines, TransitionView transition) {
        TransitionView.ThreadCount threads = transition.threads();
        lines.add(Text.styled(colors, Ansi.Style.fg_yellow, "transition of patch " + transition.patch())
                + " (" + transition.direction().name().toLowerCase(Locale.ROOT) + ", generation "
                + transition.generation() + "): " + threads.done() + " of " + Text.count(threads.total(), "thread")
                + " moved, " + time(transition.elapsedMs()));
        for (TransitionView.Blocker blocker : transition.blockers()) {
            lines.add("  " + blocker.reason() + "  " + ProgressDisplay.describe(blocker) + " for "
                    + time(blocker.ageMs()));
        }
    }

    private void addPatches(List<String> lines, List<StatusView.Patch> patches) {
        if (patches.isEmpty()) {
            lines.add("no patch is loaded");
            return;
        }
        Table table = new Table("PATCH", "VERSION", "STATE", "ORDER", "CLASSES");
        for (StatusView.Patch patch : patches) {
            long patched = patch.classes().stream()
                    .filter(StatusView.PatchedClassView::patched)
                    .count();
            table.row(
                    patch.name(),
                    orDash(patch.version()),
                    patch.state() + (patch.forced() ? " (forced)" : ""),
                    patch.stackOrder() == 0 ? RunningJvm.UNKNOWN : patch.stackOrder(),
                    patched + " of " + patch.classes().size() + " patched");
        }
        lines.addAll(table.lines(colors));
    }

    private void addClasses(List<String> lines, StatusView.Patch patch) {
        Table table = new Table("CLASS", "LOADER", "PATCHED", "METHODS");
        for (StatusView.PatchedClassView each : patch.classes()) {
            String patched = each.patched() ? "yes" : each.loaded() ? "no" : "not loaded";
            table.row(each.name(), orDash(each.loader()), patched, String.join(" ", each.methods()));
        }
        lines.add("");
        lines.addAll(table.lines(colors));
    }

    private void addHistory(List<String> lines, List<StatusView.HistoryEntry> history) {
        Table table = new Table("AT", "EVENT", "PATCH", "TOOK", "THREADS", "");
        for (StatusView.HistoryEntry entry : history) {
            boolean timed = entry.threads() > 0;
            table.row(
                    entry.at(),
                    entry.event(),
                    orDash(entry.patch()),
                    timed ? time(entry.elapsedMs()) : RunningJvm.UNKNOWN,
                    timed ? entry.threads() : RunningJvm.UNKNOWN,
                    entry.text());
        }
        lines.addAll(table.lines(colors));
    }

    private static String orDash(String text) {
        return text.isEmpty() ? RunningJvm.UNKNOWN : text;
    }

    private static String time(long millis) {
        return millis < 10_000 ? millis + " ms" : millis / 1000 + " s";
    }
}
