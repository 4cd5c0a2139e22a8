package io.livepatch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class MainStartedTest {
    @ParameterizedTest
    @CsvSource({
        "com.example.Main, main, true",
        "com.example.Main, <clinit>, true",
        "com.sun.tools.javac.launcher.SourceLauncher, main, true",
        "sun.launcher.LauncherHelper$FXHelper, main, true",
        "sun.launcher.LauncherHelper, checkAndLoadMain, false",
        "sun.instrument.InstrumentationImpl, loadClassAndCallPremain, false",
        "java.lang.System, initPhase3, false",
        "jdk.internal.misc.VM, initLevel, false"
    })
    void isApplication_byTheOutermostFrame(String type, String method, boolean expected) {
        StackTraceElement frame = new StackTraceElement(type, method, null, -1);
        assertThat(MainStarted.isApplication(frame)).isEqualTo(expected);
    }

    @Test
    void await_whileNoApplicationFrameIsOutermost_waitsUntilTheThreadEnds() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        // its outermost frame is Thread.run
        Thread main = new Thread(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        main.start();
        Thread waiting = new Thread(() -> MainStarted.await(main));
        waiting.start();
        await("it pauses between two looks").until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        assertThat(waiting.isAlive()).isTrue();
        end.countDown();
        main.join();
        waiting.join();
    }
}
