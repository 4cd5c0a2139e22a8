package io.livepatch.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livepatch.model.MethodId;
import io.livepatch.model.SerializationHook;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SerializationMethodsTest {
    private static final List<Class<?>> CLASSES = List.of(ObjectStreamClass.class, ObjectOutputStream.class);
    private static final String DESCRIPTOR = ObjectStreamClass.class.getName();
    private static final MethodId ASKING = new MethodId("hasReadObjectMethod", "()Z");
    private static final List<SerializationHook> HOOKS = SerializationHook.METHODS.stream()
            .flatMap(each -> List.of(hook("a.B", each), hook("a.C", each)).stream())
            .toList();

    private static SerializationHook hook(String className, String method) {
        return new SerializationHook(className, method, className + "$livepatch$0a1b2c3d", method + "$this");
    }

    private static Map<String, byte[]> classFiles() throws IOException {
        Map<String, byte[]> classFiles = new HashMap<>();
        for (Class<?> each : CLASSES) {
            try (InputStream in = each.getResourceAsStream(each.getSimpleName() + ".class")) {
                classFiles.put(each.getName(), in.readAllBytes());
            }
        }
        return classFiles;
    }

    @Test
    void knowing_hooksOfEveryKind_weavesAndVerifies() throws Exception {
        Map<String, JdkMethods> methods = SerializationMethods.knowing(classFiles(), HOOKS);
        Map<String, Set<MethodId>> ids = SerializationMethods.of(HOOKS);

        assertThat(ids).containsOnlyKeys(DESCRIPTOR, ObjectOutputStream.class.getName());
        assertThat(ids.get(DESCRIPTOR)).hasSize(12).contains(ASKING);
        for (Class<?> each : CLASSES) {
            JdkMethods edited = methods.get(each.getName());
            ClassPlan plan = ClassPlan.of(
                    each.getName(),
                    ids.get(each.getName()).stream()
                            .map(method -> JdkMethods.plan(method, edited, edited))
                            .toList());
            WeaveCheck check = WeaveCheck.ofLoaded(each, classFiles().get(each.getName()), plan, new PreparedWeaves());

            assertThat(check.outcome()).isInstanceOf(WeaveOutcome.Woven.class);
            assertThat(check.problems()).isEmpty();
        }
    }

    @Test
    void of_nothingIsWritten_leavesStreamsAlone() {
        assertThat(SerializationMethods.of(List.of(hook("a.B", "readObject")))).containsOnlyKeys(DESCRIPTOR);
    }

    @Test
    void plan_hooksOfOneSideOnly_isArmedWithTheJdksOwnBodyOnTheOther() throws Exception {
        JdkMethods methods = SerializationMethods.knowing(classFiles(), List.of(hook("a.B", "readObject")))
                .get(DESCRIPTOR);

        assertThat(JdkMethods.plan(ASKING, null, methods).from()).isSameAs(Body.ORIGINAL);
        assertThat(JdkMethods.plan(ASKING, null, methods).isArmed()).isTrue();
        assertThat(JdkMethods.plan(ASKING, methods, null).to()).isSameAs(Body.ORIGINAL);
        assertThat(JdkMethods.plan(ASKING, methods, methods).isArmed()).isFalse();
    }

    @Test
    void hook_methodThatCannotBeHandedOver_isRefused() {
        assertThatThrownBy(() -> hook("a.B", "readExternal")).isInstanceOf(IllegalArgumentException.class);
    }
}
