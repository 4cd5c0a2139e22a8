package io.livepatch.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livepatch.model.MethodId;
import io.livepatch.model.SerializationHook;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectStreamClass;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SerializationMethodsTest {
    private static final List<SerializationHook> HOOKS = SerializationHook.METHODS.stream()
            .flatMap(each -> List.of(hook("a.B", each), hook("a.C", each)).stream())
            .toList();

    private static SerializationHook hook(String className, String method) {
        return new SerializationHook(className, method, className + "$livepatch$0a1b2c3d", method + "$this");
    }

    private static byte[] classFile() throws IOException {
        try (InputStream in = ObjectStreamClass.class.getResourceAsStream("ObjectStreamClass.class")) {
            return in.readAllBytes();
        }
    }

    @Test
    void knowing_hooksOfEveryKind_weavesAndVerifies() throws Exception {
        JdkMethods methods = SerializationMethods.knowing(classFile(), HOOKS);
        Set<MethodId> ids = SerializationMethods.of(HOOKS);
        ClassPlan plan = ClassPlan.of(
                SerializationMethods.CLASS,
                ids.stream()
                        .map(each -> JdkMethods.plan(each, methods, methods))
                        .toList());

        WeaveCheck check = WeaveCheck.ofLoaded(ObjectStreamClass.class, classFile(), plan, new PreparedWeaves());

        assertThat(ids).hasSize(8).contains(new MethodId("hasReadObjectMethod", "()Z"));
        assertThat(check.outcome()).isInstanceOf(WeaveOutcome.Woven.class);
        assertThat(check.problems()).isEmpty();
    }

    @Test
    void plan_hooksOfOneSideOnly_isArmedWithTheJdksOwnBodyOnTheOther() throws Exception {
        JdkMethods methods = SerializationMethods.knowing(classFile(), List.of(hook("a.B", "readObject")));
        MethodId asking = new MethodId("hasReadObjectMethod", "()Z");

        assertThat(JdkMethods.plan(asking, null, methods).from()).isSameAs(Body.ORIGINAL);
        assertThat(JdkMethods.plan(asking, null, methods).isArmed()).isTrue();
        assertThat(JdkMethods.plan(asking, methods, null).to()).isSameAs(Body.ORIGINAL);
        assertThat(JdkMethods.plan(asking, methods, methods).isArmed()).isFalse();
    }

    @Test
    void hook_methodThatCannotBeHandedOver_isRefused() {
        assertThatThrownBy(() -> hook("a.B", "writeObject")).isInstanceOf(IllegalArgumentException.class);
    }
}
