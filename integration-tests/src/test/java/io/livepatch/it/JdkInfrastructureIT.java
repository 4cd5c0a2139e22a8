package io.livepatch.it;

import static io.livepatch.it.harness.Scenario.PATCH;
import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import io.livepatch.gate.GateDependencies;
import io.livepatch.it.harness.ClassFile;
import io.livepatch.it.harness.EveryJdk;
import io.livepatch.it.harness.Jdk;
import io.livepatch.it.harness.JdkClasses;
import io.livepatch.it.harness.Livepatch;
import io.livepatch.it.harness.Oracle;
import io.livepatch.it.harness.TargetJvm;
import io.livepatch.it.harness.Versions;
import io.livepatch.model.MethodId;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.tree.MethodNode;

/**
 * Whole classes of the JDK that gates, stack walks, the coordinator and the transformer themselves run through, patched at once
 * and used by all threads meanwhile. Neither recursion nor deadlock: a walk inside a walk is answered by the thread's state, and no
 * gate takes a lock.
 */
class JdkInfrastructureIT {
    private static final Set<String> BASE = Set.of(
            "java/lang/AbstractStringBuilder",
            "java/lang/ClassLoader",
            "java/lang/LiveStackFrame",
            "java/lang/StackFrameInfo",
            "java/lang/StackStreamFactory",
            "java/lang/StackStreamFactory$AbstractStackWalker",
            "java/lang/StackStreamFactory$FrameBuffer",
            "java/lang/StackStreamFactory$StackFrameTraverser",
            "java/lang/StackStreamFactory$StackFrameTraverser$StackFrameBuffer",
            "java/lang/StackStreamFactory$WalkerState",
            "java/lang/StackTraceElement",
            "java/lang/StackWalker",
            "java/lang/StringBuilder",
            "java/lang/Thread",
            "java/lang/ThreadGroup",
            "java/lang/ThreadLocal",
            "java/lang/ThreadLocal$ThreadLocalMap",
            "java/lang/ThreadLocal$ThreadLocalMap$Entry",
            "java/lang/Throwable",
            "java/lang/VirtualThread",
            "java/lang/ref/Reference",
            "java/lang/ref/WeakReference",
            "java/lang/reflect/Method",
            "java/util/ArrayList",
            "java/util/HashMap",
            "java/util/WeakHashMap",
            "java/util/concurrent/ConcurrentHashMap",
            "java/util/concurrent/ConcurrentLinkedQueue",
            "java/util/concurrent/atomic/AtomicInteger",
            "java/util/concurrent/atomic/AtomicReference",
            "java/util/concurrent/locks/LockSupport",
            "java/util/concurrent/locks/ReentrantLock",
            "java/util/concurrent/locks/ReentrantLock$NonfairSync",
            "java/util/concurrent/locks/ReentrantLock$Sync",
            "java/util/stream/AbstractPipeline",
            "java/util/stream/MatchOps$MatchOp",
            "java/util/stream/ReferencePipeline");

    private static final Set<String> INSTRUMENT =
            Set.of("sun/instrument/InstrumentationImpl", "sun/instrument/TransformerManager");

    /** Where threads live or rest for as long as they please: patched, these would hold a transition for ever, as they should. */
    private static final Set<String> RESTING = Set.of(
            "run",
            "runWith",
            "runContinuation",
            "unblockVirtualThreads",
            "join",
            "sleep",
            "park",
            "parkUntil",
            "waitForReferenceProcessing",
            "waitForReferencePendingList",
            "processPendingReferences",
            "sleepNanos",
            "sleep0",
            "parkOnCarrierThread",
            "yieldContinuation");

    private static boolean isChosen(String type, MethodNode method) {
        return !RESTING.contains(method.name)
                && !GateDependencies.contains(type.replace('/', '.'), new MethodId(method.name, method.desc));
    }

    @EveryJdk
    void isPatchedToAndFroUnderLoad(Jdk jdk, @TempDir Path dir) {
        Versions program = Oracle.compile(dir);
        BASE.forEach(type -> change(jdk, dir, "java.base", type));
        INSTRUMENT.forEach(type -> change(jdk, dir, "java.instrument", type));
        Livepatch tool = new Livepatch(jdk);
        Path bundle = Livepatch.build(
                new Versions(dir.resolve("jdk/v1"), dir.resolve("jdk/v2")), dir.resolve(PATCH + ".jar"), "--allow-jdk");
        JsonObject contents =
                tool.run("inspect", bundle, "--json").assertExit(0).json();
        assertThat(contents.getArray("classes")).hasSizeGreaterThan(30);
        try (TargetJvm target = TargetJvm.on(jdk, dir).with(program.v1()).start()) {
            Oracle oracle = new Oracle(target, 1);
            tool.run("apply", target.pid(), bundle, "--timeout", "60s").assertExit(0);
            tool.run("disable", target.pid(), PATCH, "--timeout", "60s").assertExit(0);
            tool.run("enable", target.pid(), PATCH, "--timeout", "60s").assertExit(0);
            Oracle.Counts counts = oracle.stop();
            assertThat(counts.failures()).as(counts.text()).isZero();
            assertThat(counts.units()).isGreaterThan(100);
            assertThat(tool.status(target).stateOf(PATCH)).isEqualTo("ENABLED");
        }
    }

    private static void change(Jdk jdk, Path dir, String module, String type) {
        if (JdkClasses.exists(jdk, module, type)) {
            JdkClasses.of(
                    jdk,
                    dir.resolve("jdk"),
                    module,
                    type,
                    bytes -> ClassFile.withPrefix(bytes, (MethodNode method) -> isChosen(type, method)));
        }
    }

    @EveryJdk
    void whatAGateItselfRunsThroughIsRefused(Jdk jdk, @TempDir Path dir) {
        Livepatch tool = new Livepatch(jdk);
        Versions objects = JdkClasses.of(
                jdk,
                dir.resolve("jdk"),
                "java.base",
                "java/util/Objects",
                bytes -> ClassFile.withPrefix(bytes, Set.of("requireNonNull")));
        Path bundle = Livepatch.build(objects, dir.resolve(PATCH + ".jar"), "--allow-jdk");
        try (TargetJvm target = TargetJvm.on(jdk, dir).start()) {
            tool.run("apply", target.pid(), bundle)
                    .assertExit(1)
                    .assertSays("java.util.Objects.requireNonNull(Ljava/lang/Object;)Ljava/lang/Object;");
        }
    }
}
