package io.livepatch.control;

import io.livepatch.model.PatchState;
import java.util.List;
import java.util.Optional;

/** The document of {@code livepatch status}. */
public record StatusView(
        Jvm jvm, Optional<TransitionView> transition, List<Patch> patches, List<HistoryEntry> history) {
    public StatusView {
        patches = List.copyOf(patches);
        history = List.copyOf(history);
    }

    /**
     * The JVM the document speaks of.
     *
     * @param version of the Java runtime
     * @param agentVersion of the agent in it, empty if there is none
     */
    public record Jvm(long pid, String version, String mainClass, String agentVersion) {}

    /**
     * A loaded patch.
     *
     * @param enabled the state it is in or moves to
     * @param replace whether it takes the place of other patches of its set
     * @param replaceSet the set it belongs to, empty if none
     * @param forced whether threads were ever moved against the consistency rule
     * @param stackOrder position among the enabled patches, 1 is the oldest; 0 when disabled
     */
    public record Patch(
            String name,
            String version,
            PatchState state,
            boolean enabled,
            boolean replace,
            String replaceSet,
            boolean forced,
            int stackOrder,
            List<PatchedClassView> classes) {
        public Patch {
            classes = List.copyOf(classes);
        }
    }

    /**
     * A class of a patch in one loader.
     *
     * @param loader name or description of the loader, empty when not loaded
     * @param methods name and descriptor run together
     */
    public record PatchedClassView(String name, String loader, boolean loaded, boolean patched, List<String> methods) {
        public PatchedClassView {
            methods = List.copyOf(methods);
        }
    }

    /**
     * Something that happened to a patch.
     *
     * @param at UTC, ISO 8601
     * @param event such as {@code enabled}, {@code disabled}, {@code reversed}, {@code refused}
     * @param elapsedMs duration in milliseconds, 0 if the event has none
     * @param threads live threads then
     * @param text more about it, may be empty
     */
    public record HistoryEntry(String at, String event, String patch, long elapsedMs, int threads, String text) {}
}
