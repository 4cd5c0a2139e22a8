package io.livepatch.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The JVMs of this machine. */
final class LocalJvms implements Jvms {
    private final JvmProcess processes;

    LocalJvms(JvmProcess processes) {
        this.processes = processes;
    }

    @Override
    public List<RunningJvm> list() throws CommandException {
        long self = ProcessHandle.current().pid();
        return AttachApi.list().stream()
                .filter(listed -> listed.pid() != self)
                .map(listed -> jvm(listed.pid(), Optional.of(listed)))
                .sorted(Comparator.comparingLong(RunningJvm::pid))
                .toList();
    }

    @Override
    public RunningJvm get(long pid) throws CommandException {
        if (pid == ProcessHandle.current().pid()) {
            throw new CommandException(Problem.OWN_JVM, "process " + pid + " is this tool itself");
        }
        if (!isAlive(pid)) {
            throw new CommandException(Problem.NO_SUCH_JVM, "there is no process " + pid);
        }
        Optional<AttachApi.Listed> listed = AttachApi.isPresent()
                ? AttachApi.list().stream().filter(jvm -> jvm.pid() == pid).findFirst()
                : Optional.empty();
        if (listed.isEmpty() && !isJvm(pid)) {
            throw new CommandException(Problem.NOT_A_JVM, "process " + pid + " is not a JVM");
        }
        return jvm(pid, listed);
    }

    @Override
    public boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** For a JVM that is not in the list, since it keeps no performance data for instance. */
    private boolean isJvm(long pid) throws CommandException {
        if (!processes.isPresent()) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().command())
                    .map(command -> command.contains("java"))
                    .orElse(false);
        }
        try {
            return processes.library(pid).isPresent();
        } catch (NoSuchFileException e) {
            throw new CommandException(Problem.NO_SUCH_JVM, "process " + pid + " has just ended", e);
        } catch (AccessDeniedException e) {
            throw otherUser(pid, e);
        } catch (IOException e) {
            throw new CommandException(Problem.NOT_A_JVM, "process " + pid + " cannot be looked at: " + e, e);
        }
    }

    private RunningJvm jvm(long pid, Optional<AttachApi.Listed> listed) {
        String name = listed.map(AttachApi.Listed::mainClass).orElse("");
        return new RunningJvm(
                pid,
                name.isEmpty() ? RunningJvm.UNKNOWN : name,
                processes.version(pid).orElse(RunningJvm.UNKNOWN));
    }

    /** The sentence for a process that this user may not look at. */
    static CommandException otherUser(long pid, Throwable cause) {
        String owner = ProcessHandle.of(pid)
                .flatMap(process -> process.info().user())
                .map(user -> "user " + user)
                .orElse("another user");
        return new CommandException(
                Problem.OTHER_USER,
                "process " + pid + " belongs to " + owner + "; run the tool as that user or as root",
                cause);
    }
}
