package io.livepatch.it.random;

import io.livepatch.control.StatusView;
import io.livepatch.it.harness.Oracle;
import io.livepatch.model.PatchState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the operations so far should have led to: which patches are loaded, and the stack of the enabled ones. */
final class Model {
    private final Map<String, OraclePatch> loaded = new TreeMap<>();
    /** Oldest first. */
    private List<OraclePatch> stack = List.of();

    boolean isLoaded(OraclePatch patch) {
        return loaded.containsKey(patch.name());
    }

    boolean isEnabled(OraclePatch patch) {
        return stack.contains(patch);
    }

    /** The stack with a patch on top, without those that it replaces. */
    List<OraclePatch> with(OraclePatch patch) {
        List<OraclePatch> next = new ArrayList<>(without(patch));
        next.removeIf(patch::replaces);
        next.add(patch);
        return next;
    }

    List<OraclePatch> without(OraclePatch patch) {
        return stack.stream().filter(each -> !each.equals(patch)).toList();
    }

    /** Whether enabling this patch would replace another. */
    boolean wouldReplace(OraclePatch patch) {
        return stack.stream().anyMatch(each -> !each.equals(patch) && patch.replaces(each));
    }

    /** Whether other patches above this one change methods that it changes. */
    boolean isCovered(OraclePatch patch) {
        return stack.stream()
                .skip(stack.indexOf(patch) + 1L)
                .anyMatch(each -> each.bases().keySet().stream().anyMatch(patch::changes));
    }

    /** Whether what is in force below a patch is what it was built from, if it is enabled now. */
    Fit fit(OraclePatch patch) {
        List<OraclePatch> next = with(patch);
        int[] below = versions(next.subList(0, next.size() - 1));
        Fit fit = Fit.FITS;
        for (Map.Entry<Integer, Integer> each : patch.bases().entrySet()) {
            int inForce = below[each.getKey()];
            if (inForce != each.getValue() && inForce != 0) {
                return Fit.MISFIT;
            }
            if (inForce != each.getValue()) {
                fit = Fit.DEPENDS;
            }
        }
        return fit;
    }

    /** How an offered patch fits on the enabled ones. */
    enum Fit {
        FITS,
        /** Another enabled patch brings a body that it was not built from: it is refused. */
        MISFIT,
        /**
         * The patch that it was built on is not enabled. It fits on no loader that has loaded the original class, but a loader
         * that has not is no hindrance, so whether it is refused depends on what is being loaded.
         */
        DEPENDS
    }

    /** The version of each group with a stack in force: that of the topmost patch that changes it. */
    static int[] versions(List<OraclePatch> stack) {
        int[] versions = new int[Oracle.GROUPS];
        for (OraclePatch each : stack) {
            each.bases().keySet().forEach(group -> versions[group] = each.version());
        }
        return versions;
    }

    void load(OraclePatch patch) {
        loaded.put(patch.name(), patch);
    }

    void remove(OraclePatch patch) {
        loaded.remove(patch.name());
    }

    void use(List<OraclePatch> next) {
        stack = List.copyOf(next);
    }

    /** State and place in the stack of each loaded patch, by name. */
    Map<String, String> expected() {
        return loaded.values().stream()
                .collect(Collectors.toMap(
                        OraclePatch::name,
                        each -> text(
                                isEnabled(each) ? PatchState.ENABLED : PatchState.DISABLED, stack.indexOf(each) + 1)));
    }

    /** The same as the engine has it. */
    static Map<String, String> reported(StatusView status) {
        return status.patches().stream()
                .collect(Collectors.toMap(StatusView.Patch::name, each -> text(each.state(), each.stackOrder())));
    }

    private static String text(PatchState state, int stackOrder) {
        return state + " " + stackOrder;
    }

    @Override
    public String toString() {
        return "loaded " + loaded.keySet() + ", enabled "
                + stack.stream().map(OraclePatch::name).toList();
    }
}
