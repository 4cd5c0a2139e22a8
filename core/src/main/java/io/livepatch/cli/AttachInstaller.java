package io.livepatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        requireAttachable(jvm);
        try {
            Path sameFiles = jar.get().toAbsolutePath();
            if (processes.isPresent() && processes.hasOtherFiles(jvm.pid())) {
                attachCopy(jvm, sameFiles);
            } else {
                attach(jvm, sameFiles);
            }
        } catch (IOException e) {
            throw new CommandException(
                    Problem.ATTACH_FAILED,
                    "the agent cannot be copied to where " + jvm + " sees it: " + Text.reason(e)
                            + "; start that JVM with" + " -javaagent:livepatch.jar instead",
                    e);
        }
    }

    /** The copy stays, as the agent reads from it as long as it lives; unless there is no agent to read from it. */
    private void attachCopy(RunningJvm jvm, Path original) throws IOException, CommandException {
        Path copy = Files.createTempFile(processes.root(jvm.pid()).resolve("tmp"), "livepatch-", ".jar");
        try {
            Files.copy(original, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(copy, READABLE);
            attach(jvm, Path.of("/tmp").resolve(copy.getFileName()));
        } catch (IOException | CommandException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    /** @param seen the JAR's path as the JVM sees it */
    private static void attach(RunningJvm jvm, Path seen) throws CommandException {
        try {
            ByteBuddyAgent.attach(seen.toFile(), Long.toString(jvm.pid()));
        } catch (IllegalStateException e) {
            throw AttachFailure.explain(jvm, e);
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

    /** Asked first, since such a JVM would answer the attempt, soon or late, with thread dumps on its standard output. */
    private void requireAttachable(RunningJvm jvm) throws CommandException {
        if (processes.isStopped(jvm.pid())) {
            throw new CommandException(
                    Problem.ATTACH_FAILED, jvm + " is stopped (SIGSTOP or a debugger); let it run and try again");
        }
        if (processes.disablesAttach(jvm.pid())) {
            throw AttachFailure.attachDisabled(jvm, null);
        }
    }
}
