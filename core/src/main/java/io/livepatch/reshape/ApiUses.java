package io.livepatch.reshape;

import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.model.PatchApi;
import java.util.Collection;

/** What code of a patch may use of the livepatch API, which the application need not have. */
final class ApiUses {
    private final TwoVersions versions;
    private final Findings findings;

    ApiUses(TwoVersions versions, Findings findings) {
        this.versions = versions;
        this.findings = findings;
    }

    /** Whether calls of a class go to the engine's copy of it: not if OLD has one of its own, which its other code calls. */
    boolean isBridged(String className) {
        return className.equals(PatchApi.SHADOW_VARIABLES) && versions.before(className) == null;
    }

    /** Refuses what would not be found in the running JVM. */
    void refuse(Collection<String> mentioned, String where) {
        mentioned.stream()
                .filter(each -> PatchApi.isForCallbacks(each) && versions.before(each) == null)
                .forEach(each -> findings.refuse(RefusalKind.PATCH_API, where, text(each)));
    }

    private static String text(String className) {
        String name = className.replace('/', '.');
        return className.equals(PatchApi.SHADOW_VARIABLES)
                ? "it uses the class " + name + " in another way than to call its methods, which is all that works in a"
                        + " JVM whose application does not have it"
                : "it uses " + name + ", which the patched library does not have; move that code to a class of its own"
                        + " that is named by --callbacks or --probe";
    }
}
