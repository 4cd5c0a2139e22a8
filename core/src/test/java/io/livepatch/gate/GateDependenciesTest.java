package io.livepatch.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.model.MethodId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateDependenciesTest {
    @ParameterizedTest
    @CsvSource({
        "java.lang.invoke.VarHandleGuards, guard_LL_Z()V, true",
        "java.lang.Object, <init>()V, true",
        "java.util.Objects, requireNonNull(Ljava/lang/Object;)Ljava/lang/Object;, true",
        "java.util.Objects, equals(Ljava/lang/Object;Ljava/lang/Object;)Z, false",
        "java.lang.Class, getName()Ljava/lang/String;, false",
        "java.lang.ThreadLocal, get()Ljava/lang/Object;, false",
        "java.util.concurrent.ConcurrentHashMap, get(Ljava/lang/Object;)Ljava/lang/Object;, false"
    })
    void contains_method_ifAGateRunsThroughIt(String className, String method, boolean expected) {
        assertThat(GateDependencies.contains(className, MethodId.parse(method))).isEqualTo(expected);
    }
}
