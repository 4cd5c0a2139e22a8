package io.livepatch.it.harness;

import io.livepatch.it.target.TargetMain;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a target is to be started. */
public final class TargetLaunch {
    private final Jdk jdk;
    private final Path directory;
    private final List<String> options = new ArrayList<>();
    private final List<Path> classPath = new ArrayList<>();

    TargetLaunch(Jdk jdk, Path directory) {
        this.jdk = jdk;
        this.directory = directory;
        classPath.add(Compiler.targetClasses());
    }

    /** Adds to the class path. */
    public TargetLaunch with(Path classes) {
        classPath.add(classes);
        return this;
    }

    /** Adds options of the JVM. */
    public TargetLaunch options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Has the product's agent loaded at start, with these options (none if empty). */
    public TargetLaunch agent(String agentOptions) {
        options.add("-javaagent:" + Livepatch.jar() + (agentOptions.isEmpty() ? "" : "=" + agentOptions));
        return this;
    }

    /** Has the tests' own agent loaded at start. */
    public TargetLaunch testAgent() {
        options.add("-javaagent:" + TestAgentJar.build(directory));
        return this;
    }

    /** Starts it and waits until it takes requests. */
    public TargetJvm start() {
        List<String> command = new ArrayList<>();
        command.add(jdk.java().toString());
        command.addAll(List.of("-Xmx512m", "-XX:ErrorFile=" + directory + "/hs_err_%p.log", "-XX:-UsePerfData"));
        command.addAll(options);
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(TargetMain.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Stream.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS").forEach(builder.environment()::remove);
        try {
            return new TargetJvm(directory, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
