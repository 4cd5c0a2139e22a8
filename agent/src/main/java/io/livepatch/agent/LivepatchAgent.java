package io.livepatch.agent;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.security.CodeSource;

/**
 * Entry of livepatch.jar, as command-line tool, startup agent and agent for dynamic attach. It finds out whether this JVM is
 * recent enough, makes the class loader of the engine and hands over.
 *
 * <p>A premain that throws aborts the JVM, and an agentmain that throws prints assertion failures of the JVM's own; so neither
 * ever does: what is wrong goes to standard error in one line, and the application runs.
 */
public final class LivepatchAgent {
    private static final int OLDEST_JAVA = 17;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final String ENGINE = "io.livepatch.engine.EngineMain";
    private static final String PLATFORM_LOADER = "jdk.internal.loader.ClassLoaders$PlatformClassLoader";
    private static final String COMMAND_LINE = "io.livepatch.cli.Main";

    /** One engine a JVM, however often the agent is named or attached. */
    private static Class<?> engine;

    private LivepatchAgent() {}

    /** Called for {@code -javaagent}, before the application's main class is loaded. */
    public static void premain(String options, Instrumentation instrumentation) {
        handOver("premain", options, instrumentation);
    }

    /** Called when a tool attaches. */
    public static void agentmain(String options, Instrumentation instrumentation) {
        handOver("agentmain", options, instrumentation);
    }

    /** The command-line tool. */
    public static void main(String[] args) throws ReflectiveOperationException {
        if (javaVersion() < OLDEST_JAVA) {
            System.err.println("livepatch: " + tooOld());
            System.exit(USAGE);
        }
        EngineClassLoader loader = null;
        try {
            // attaching needs module jdk.attach, which only the system loader has
            loader = loader(ClassLoader.getSystemClassLoader());
        } catch (IOException | URISyntaxException e) {
            System.err.println("livepatch: " + e.getMessage());
            System.exit(FAILED);
        }
        Thread.currentThread().setContextClassLoader(loader);
        Object status = Class.forName(COMMAND_LINE, true, loader)
                .getMethod("run", String[].class)
                .invoke(null, (Object) args);
        System.exit((Integer) status);
    }

    private static synchronized void handOver(String entry, String options, Instrumentation instrumentation) {
        try {
            if (javaVersion() < OLDEST_JAVA) {
                report(tooOld());
                return;
            }
            if (engine == null) {
                engine = Class.forName(ENGINE, true, loader(platformLoader()));
            }
            // of the same shape as our own entry, for which the JDK has spun its method handles already
            engine.getMethod(entry, String.class, Instrumentation.class).invoke(null, options, instrumentation);
        } catch (Throwable e) {
            Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
            report("livepatch did not start, the application runs without it: " + cause);
        }
    }

    private static void report(String text) {
        System.err.println("[livepatch] " + text);
    }

    private static String tooOld() {
        return "needs Java " + OLDEST_JAVA + " or later, this is Java " + System.getProperty("java.version") + " at "
                + System.getProperty("java.home");
    }

    private static int javaVersion() {
        return feature(System.getProperty("java.specification.version"));
    }

    /** 8 for "1.8", 17 for "17". */
    static int feature(String version) {
        return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
    }

    /**
     * The topmost loader, as long as nobody replaced the system loader by one that stands apart. To ask for it by reflection
     * costs more than the rest of the start: the method is caller-sensitive, which the JDK finds out by its annotations.
     */
    private static ClassLoader platformLoader() throws ReflectiveOperationException {
        ClassLoader loader = ClassLoader.getSystemClassLoader();
        while (loader.getParent() != null) {
            loader = loader.getParent();
        }
        return loader.getClass().getName().equals(PLATFORM_LOADER)
                ? loader
                : (ClassLoader)
                        ClassLoader.class.getMethod("getPlatformClassLoader").invoke(null);
    }

    private static EngineClassLoader loader(ClassLoader parent) throws IOException, URISyntaxException {
        EngineClassLoader loader = new EngineClassLoader(ownJar(), LivepatchAgent.class.getProtectionDomain(), parent);
        if (!loader.contains(ENGINE)) {
            throw new IOException(ownJar() + " is not livepatch.jar as it was built; name the original file");
        }
        return loader;
    }

    private static File ownJar() throws IOException, URISyntaxException {
        CodeSource source = LivepatchAgent.class.getProtectionDomain().getCodeSource();
        if (source == null || !"file".equals(source.getLocation().getProtocol())) {
            throw new IOException("livepatch.jar was not loaded from a file but from "
                    + (source == null ? "nowhere" : source.getLocation()));
        }
        return new File(source.getLocation().toURI());
    }
}
