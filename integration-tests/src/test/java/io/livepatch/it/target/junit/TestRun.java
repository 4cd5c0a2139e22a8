package io.livepatch.it.target.junit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the tests of a JAR, which is on the class path with the library that they test, as often as it is asked. */
public final class TestRun {
    /** Top-level classes by the names that build tools go by. */
    private static final Pattern TEST_CLASS =
            Pattern.compile("((?:[^/]+/)*(?:Test[^/$]*|[^/$]*(?:Test|Tests|TestCase)))\\.class");

    private static FutureTask<String> run;

    private TestRun() {}

    /**
     * Begins to run them, on a thread of their own.
     *
     * @param jar with the tests
     * @param classes which of its classes, a regular expression
     * @param report the file for their outcomes
     */
    static String start(String jar, String classes, String report) {
        run = new FutureTask<>(() -> run(jar, Pattern.compile(classes), Path.of(report)));
        new Thread(run, "tests").start();
        return "started";
    }

    /** How many lines the report has; empty while they run. */
    static String ended() throws InterruptedException, ExecutionException {
        return run.isDone() ? run.get() : "";
    }

    private static String run(String jar, Pattern classes, Path report) throws IOException {
        Outcomes outcomes = new Outcomes();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(loaded(jar, classes, outcomes).stream()
                        .map(DiscoverySelectors::selectClass)
                        .toList())
                // the tests of a library know nothing of the configuration of ours, which is on the class path
                .enableImplicitConfigurationParameters(false)
                .configurationParameter("junit.platform.discovery.listener.default", "logging")
                .build();
        PrintStream out = System.out;
        PrintStream err = System.err;
        InputStream in = System.in;
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setOut(nowhere);
        System.setErr(nowhere);
        System.setIn(InputStream.nullInputStream());
        try {
            LauncherFactory.create().execute(request, outcomes);
        } finally {
            System.setOut(out);
            System.setErr(err);
            System.setIn(in);
        }
        return outcomes.write(report);
    }

    /** The classes to run; of one that does not link with the library as it is that is the outcome. */
    @SuppressWarnings("ReturnValueIgnored") // asked only whether JUnit can look for tests among them
    private static List<Class<?>> loaded(String jar, Pattern classes, Outcomes outcomes) throws IOException {
        List<Class<?>> loaded = new ArrayList<>();
        for (String name : names(jar)) {
            if (classes.matcher(name).matches()) {
                try {
                    Class<?> type = Class.forName(name, false, TestRun.class.getClassLoader());
                    type.getDeclaredMethods();
                    loaded.add(type);
                } catch (ClassNotFoundException | LinkageError e) {
                    outcomes.doesNotLink(name, e);
                }
            }
        }
        return loaded;
    }

    private static List<String> names(String jar) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            return file.stream()
                    .map(entry -> TEST_CLASS.matcher(entry.getName()))
                    .filter(Matcher::matches)
                    .map(name -> name.group(1).replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }
}
