package io.livepatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine's loader over the real file. The class path of the tests holds the same classes; they must not be found. */
class EngineClassLoaderIT {
    private static final String SERVER = "io.livepatch.control.ControlServer";

    private EngineClassLoader loader;

    @BeforeEach
    void make() throws IOException {
        loader = new EngineClassLoader(
                new File(System.getProperty("livepatch.jar")),
                LivepatchAgent.class.getProtectionDomain(),
                ClassLoader.getPlatformClassLoader());
    }

    @Test
    void loadClass_ofTheEngine_definesItItself() throws Exception {
        Class<?> server = loader.loadClass(SERVER);
        assertThat(server.getClassLoader()).isSameAs(loader);
        assertThat(server).isNotSameAs(Class.forName(SERVER));
        assertThat(server.getProtectionDomain()).isSameAs(LivepatchAgent.class.getProtectionDomain());
        assertThat(loader.loadClass(SERVER)).isSameAs(server);
    }

    @Test
    void loadClass_ofTheClassPath_findsNothing() {
        assertThatThrownBy(() -> loader.loadClass(EngineClassLoaderIT.class.getName()))
                .isInstanceOf(ClassNotFoundException.class);
        assertThatThrownBy(() -> loader.loadClass("org.slf4j.Logger")).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void loadClass_byManyThreads_definesOnce() throws Exception {
        int threads = 16;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Class<?>>> tasks = Collections.nCopies(
                    threads, () -> loader.loadClass("net.bytebuddy.description.type.TypeDescription"));
            List<Class<?>> loaded = new ArrayList<>();
            for (Future<Class<?>> each : pool.invokeAll(tasks)) {
                loaded.add(each.get());
            }
            assertThat(loaded).hasSize(threads).containsOnly(loaded.get(0));
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void packages_carryTheVersionOfTheFile() throws Exception {
        Package ours = loader.loadClass("io.livepatch.control.ProductVersion").getPackage();
        assertThat(ours.getImplementationTitle()).isEqualTo("livepatch-jvm");
        assertThat(ours.getImplementationVersion()).isNotBlank();
    }

    @Test
    void resources_areFoundBelowTheirUsualNames() throws IOException {
        for (String name : List.of("simplelogger.properties", "io/livepatch/control/ControlServer.class")) {
            URL url = loader.getResource(name);
            assertThat(url).as(name).isNotNull();
            try (InputStream byUrl = url.openStream();
                    InputStream direct = loader.getResourceAsStream(name)) {
                assertThat(direct.readAllBytes()).isNotEmpty().isEqualTo(byUrl.readAllBytes());
            }
            assertThat(Collections.list(loader.getResources(name))).containsExactly(url);
        }
        assertThat(loader.getResource("no/such/thing")).isNull();
        assertThat(loader.getResourceAsStream("no/such/thing")).isNull();
    }

    @Test
    void services_areTheEnginesOwn() throws Exception {
        Class<?> type = loader.loadClass("io.livepatch.shaded.slf4j.spi.SLF4JServiceProvider");
        List<Object> providers = new ArrayList<>();
        ServiceLoader.load(type, loader).forEach(providers::add);
        assertThat(providers)
                .singleElement()
                .satisfies(provider ->
                        assertThat(provider.getClass().getClassLoader()).isSameAs(loader));
    }

    @Test
    void logging_isQuietMarkedAndNotTheApplications() throws Exception {
        PrintStream errorsBefore = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Map<String, String> application = Map.of(
                "org.slf4j.simpleLogger.defaultLogLevel", "trace",
                "org.slf4j.simpleLogger.logFile", "System.out",
                "slf4j.provider", "com.example.ApplicationProvider",
                "slf4j.internal.verbosity", "DEBUG");
        application.forEach(System::setProperty);
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Object logger = loader.loadClass("io.livepatch.shaded.slf4j.LoggerFactory")
                    .getMethod("getLogger", String.class)
                    .invoke(null, "any");
            Class<?> type = loader.loadClass("io.livepatch.shaded.slf4j.Logger");
            type.getMethod("info", String.class).invoke(logger, "quiet");
            type.getMethod("warn", String.class).invoke(logger, "heard");
        } finally {
            Thread.currentThread().setContextClassLoader(EngineClassLoaderIT.class.getClassLoader());
            System.setErr(errorsBefore);
            application.keySet().forEach(System::clearProperty);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("[livepatch] WARN heard");
    }
}
