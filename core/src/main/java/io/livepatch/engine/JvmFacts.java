package io.livepatch.engine;

import io.livepatch.control.StatusView;

/** What the engine says of the JVM it runs in. */
final class JvmFacts {
    private JvmFacts() {}

    static StatusView.Jvm ofThisJvm() {
        return new StatusView.Jvm(ProcessHandle.current().pid(), javaVersion(), mainClass(), agentVersion());
    }

    /** As in {@code java.version}, which the application may have overwritten: without build number and vendor's suffix. */
    private static String javaVersion() {
        return Runtime.version().toString().split("\\+", 2)[0];
    }

    /** The launcher leaves main class or JAR, and arguments, in a property of its own. */
    private static String mainClass() {
        String command = System.getProperty("sun.java.command", "");
        int space = command.indexOf(' ');
        return space < 0 ? command : command.substring(0, space);
    }

    private static String agentVersion() {
        String version = JvmFacts.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
