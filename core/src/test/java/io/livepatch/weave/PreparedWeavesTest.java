package io.livepatch.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livepatch.bridge.DefinedClasses;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.testing.Sources;
import io.livepatch.weave.WeavingTransformer.Batch;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was woven beforehand is used where it is what would be woven now, and nowhere else. */
class PreparedWeavesTest {
    private static final String SOURCE = "public class Target { public static int f() { return VERSION; } /* MORE */ }";
    private static final byte[] OLD = compile(SOURCE.replace("VERSION", "10"));
    private static final byte[] NEW = compile(SOURCE.replace("VERSION", "11"));
    /** As another agent might leave it. */
    private static final byte[] INSTRUMENTED =
            compile(SOURCE.replace("VERSION", "10").replace("/* MORE */", "static int g() { return 1; }"));

    private final PreparedWeaves prepared = new PreparedWeaves();
    private WovenClass versions;
    private Class<?> type;

    private static byte[] compile(String source) {
        return Sources.compile(17, source).get("Target");
    }

    @BeforeEach
    void prepare() throws InvalidClassFileException {
        versions = new WovenClass(OLD, NEW);
        type = versions.define(OLD);
        prepared.prepare(type, OLD, versions.settledPlan(), 0);
        prepared.prepare(List.of(versions.armedPlan()), WovenClass.ARMING);
    }

    private Weaver.Result find(byte[] received, ClassPlan plan, int arming) {
        return prepared.find(type, received, plan.in(null), arming);
    }

    @Test
    void find_equalClassFileAndPlan_isWhatWeavingMakes() throws InvalidClassFileException {
        assertThat(find(OLD.clone(), versions.armedPlan(), WovenClass.ARMING).classFile())
                .isEqualTo(versions.armed());
        assertThat(find(OLD.clone(), versions.settledPlan(), 0).classFile()).isEqualTo(versions.settled());
    }

    @Test
    void find_anotherClassFile_isNotPrepared() {
        assertThat(find(INSTRUMENTED, versions.armedPlan(), WovenClass.ARMING)).isNull();
    }

    @Test
    void find_anotherTransition_isNotPrepared() {
        assertThat(find(OLD, versions.armedPlan(), WovenClass.ARMING + 1)).isNull();
    }

    @Test
    void find_aPlanWithAnotherBody_isNotPrepared() throws InvalidClassFileException {
        ClassPlan other = new WovenClass(OLD, NEW).armedPlan();
        assertThat(find(OLD, other, WovenClass.ARMING)).isNull();
    }

    @Test
    void prepare_aClassThatDoesNotFit_keepsNothing() throws InvalidClassFileException {
        PreparedWeaves none = new PreparedWeaves();
        WeaveOutcome outcome =
                none.prepare(type, NEW, versions.settledPlan(), 0).outcome();
        assertThat(outcome).isInstanceOf(WeaveOutcome.AlreadyNew.class);
        assertThat(none.find(type, NEW, versions.settledPlan().in(null), 0)).isNull();
    }

    @Test
    void prepare_classesThatNobodyUses_letsThemGo() throws InvalidClassFileException {
        WeakReference<Class<?>> unused = new WeakReference<>(versions.define(OLD));
        prepared.prepare(unused.get(), OLD, versions.settledPlan(), 0);
        prepared.prepare(List.of(versions.armedPlan()), WovenClass.ARMING);

        await().atMost(Duration.ofMinutes(2)).until(() -> {
            System.gc();
            return unused.refersTo(null);
        });
        prepared.prepare(List.of(versions.armedPlan()), WovenClass.ARMING + 1);
        assertThat(find(OLD, versions.armedPlan(), WovenClass.ARMING + 1)).isNotNull();
    }

    @Test
    void find_theSameClassInAnotherLoader_isNotPrepared() {
        assertThat(prepared.find(
                        versions.define(OLD), OLD, versions.settledPlan().in(null), 0))
                .isNull();
    }

    @Test
    void transform_preparedInThisRetransformation_handsOutThoseVeryBytes() {
        byte[] expected = find(OLD, versions.armedPlan(), WovenClass.ARMING).classFile();

        assertThat(transform(new Batch(prepared))).isSameAs(expected);
        assertThat(transform(new Batch(PreparedWeaves.NONE)))
                .isNotSameAs(expected)
                .isEqualTo(expected);
        assertThat(transform(null)).isNotSameAs(expected).isEqualTo(expected);
    }

    private byte[] transform(Batch batch) {
        WeavingTransformer transformer = new WeavingTransformer(new ClassDefiner(new DefinedClasses()));
        transformer.use(WeavePlan.empty().successor(WovenClass.ARMING, List.of(versions.armedPlan())));
        transformer.record(batch);
        byte[] woven = transformer.transform(null, type.getClassLoader(), "Target", type, null, OLD.clone());
        if (batch != null) {
            assertThat(batch.outcomes).isEqualTo(Map.of(type, new WeaveOutcome.Woven()));
        }
        return woven;
    }
}
