package io.livepatch.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Installs the agent by dynamic attach. */
final class AttachInstaller implements AgentInstaller {
    private static final int MIN_FEATURE = 17;
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");

    private final Optional<Path> jar;
    private final JvmProcess processes;

    /** @param jar the file this tool runs from, if it runs from one */
    AttachInstaller(Optional<Path> jar, JvmProcess processes) {
        this.jar = jar;
        this.processes = processes;
    }

    @Override
    public void install(RunningJvm jvm) throws CommandException {
        AttachApi.requirePresent();
        if (jar.isEmpty()) {
            throw new CommandException(
                    Problem.AGENT_FAILED, "the tool does not run from livepatch.jar, so it has no agent to install");
        }
        requireVersion(jvm);
        requireAttachEnabled(jvm);
        try {
            ByteBuddyAgent.attach(jarFor(jvm), Long.toString(jvm.pid()));
        } catch (IllegalStateException e) {
            throw AttachFailure.explain(jvm, e);
        } catch (IOException e) {
            throw new CommandException(
                    Problem.ATTACH_FAILED,
                    "the agent cannot be copied to where " + jvm + " sees it: " + e + "; start that JVM with"
                            + " -javaagent:livepatch.jar instead",
                    e);
        }
    }

    private static void requireVersion(RunningJvm jvm) throws CommandException {
        if (!jvm.version().equals(RunningJvm.UNKNOWN) && feature(jvm.version()) < MIN_FEATURE) {
            throw new CommandException(
                    Problem.TOO_OLD,
                    jvm + " runs Java " + jvm.version() + "; livepatch needs Java " + MIN_FEATURE + " or later");
        }
    }

    private static int feature(String version) {
        String[] numbers = version.split("[^0-9]+", -1);
        int first = number(numbers, 0);
        return first == 1 ? number(numbers, 1) : first;
    }

    private static int number(String[] numbers, int index) {
        // a version in a form of its own is let through: the agent looks again
        return index < numbers.length && !numbers[index].isEmpty() ? Integer.parseInt(numbers[index]) : MIN_FEATURE;
    }

    /** Asked first, since such a JVM would answer the attempt with thread dumps on its standard output. */
    private void requireAttachEnabled(RunningJvm jvm) throws CommandException {
        if (processes.disablesAttach(jvm.pid())) {
            throw AttachFailure.attachDisabled(jvm, null);
        }
    }

    /**
     * The agent's JAR under a path that the JVM sees. In a container that is a copy in its {@code /tmp}, which stays there:
     * the agent reads from it as long as it lives.
     */
    private File jarFor(RunningJvm jvm) throws IOException {
        Path own = jar.orElseThrow().toAbsolutePath();
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                || !processes.isPresent()
                || !processes.hasOtherFiles(jvm.pid())) {
            return own.toFile();
        }
        Path copy = Files.createTempFile(processes.root(jvm.pid()).resolve("tmp"), "livepatch-", ".jar");
        try (var out = Files.newOutputStream(copy)) {
            Files.copy(own, out);
        }
        Files.setPosixFilePermissions(copy, READABLE);
        return new File("/tmp", copy.getFileName().toString());
    }
}
