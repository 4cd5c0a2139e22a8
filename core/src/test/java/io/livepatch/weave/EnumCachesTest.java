package io.livepatch.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livepatch.model.MethodId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnumCachesTest {
    private static byte[] classFile() throws IOException {
        try (InputStream in = Class.class.getResourceAsStream("Class.class")) {
            return in.readAllBytes();
        }
    }

    @Test
    void unread_classFileOfTheJdk_isWovenIntoBothMethodsAndVerifies() throws Exception {
        ClassPlan plan = EnumCaches.unread(classFile(), List.of("a.One", "a.Two"));

        Map<MethodId, MethodPlan> methods = plan.in(null);
        assertThat(methods.keySet()).isEqualTo(EnumCaches.METHODS);
        assertThat(methods.values()).noneMatch(MethodPlan::isArmed);
        WeaveCheck check = WeaveCheck.ofLoaded(Class.class, classFile(), plan, new PreparedWeaves());
        assertThat(check.outcome()).isInstanceOf(WeaveOutcome.Woven.class);
        assertThat(check.problems()).isEmpty();
    }

    @Test
    void unread_methodsThatAnotherAgentChanged_isRefused() throws Exception {
        ClassPlan plan = EnumCaches.unread(classFile(), Set.of("a.One"));
        Collection<MethodPlan> methods = plan.in(null).values();
        byte[] changed = Weaver.weave(classFile(), methods, 1).classFile();

        assertThatThrownBy(() -> EnumCaches.unread(changed, Set.of("a.One")))
                .isInstanceOf(WeavingException.class)
                .hasMessageContaining("another agent");
    }
}
