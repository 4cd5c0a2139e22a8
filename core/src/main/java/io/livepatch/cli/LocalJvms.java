package io.livepatch.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JVMs of this machine. */
final class LocalJvms implements Jvms {
    private final JvmProcess processes;

    LocalJvms(JvmProcess processes) {
        this.processes = processes;
    }

    @Override
    public List<RunningJvm> list() throws CommandException {
        if (!processes.isPresent()) {
            AttachApi.requirePresent();
        }
        Map<Long, String> names = toldNames();
        // the list of names lacks JVMs without performance data, and may hold dead ones whose number is another process
        // now
        Collection<Long> pids = processes.isPresent() ? processes.all() : names.keySet();
        long self = ProcessHandle.current().pid();
        return pids.stream()
                .filter(pid -> pid != self)
                .sorted()
                .map(pid -> jvm(pid, names.getOrDefault(pid, "")))
                .toList();
    }

    private static Map<Long, String> toldNames() throws CommandException {
        return AttachApi.isPresent() ? AttachApi.list() : Map.of();
    }

    @Override
    public RunningJvm get(long pid) throws CommandException {
        if (pid == ProcessHandle.current().pid()) {
            throw new CommandException(Problem.OWN_JVM, "process " + pid + " is this tool itself");
        }
        if (!isAlive(pid)) {
            throw new CommandException(Problem.NO_SUCH_JVM, "there is no process " + pid);
        }
        if (!isJvm(pid)) {
            throw new CommandException(Problem.NOT_A_JVM, "process " + pid + " is not a JVM");
        }
        // the list of names is had from every JVM on the machine, one by one
        Optional<String> name = processes.mainClass(pid);
        return jvm(pid, name.isPresent() ? name.get() : toldNames().getOrDefault(pid, ""));
    }

    @Override
    public boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** It matters to be right: to a process that is no JVM, an attempt to attach is a deadly signal. */
    private boolean isJvm(long pid) throws CommandException {
        if (!processes.isPresent()) {
            return toldNames().containsKey(pid);
        }
        try {
            return processes.library(pid).isPresent();
        } catch (NoSuchFileException e) {
            throw new CommandException(Problem.NO_SUCH_JVM, "process " + pid + " has just ended", e);
        } catch (AccessDeniedException e) {
            throw otherUser(pid, e);
        } catch (IOException e) {
            throw new CommandException(
                    Problem.NOT_A_JVM, "process " + pid + " cannot be looked at: " + Text.reason(e), e);
        }
    }

    private RunningJvm jvm(long pid, String toldName) {
        Optional<String> name = toldName.isEmpty() ? processes.mainClass(pid) : Optional.of(toldName);
        return new RunningJvm(
                pid, name.orElse(RunningJvm.UNKNOWN), processes.version(pid).orElse(RunningJvm.UNKNOWN));
    }

    /** The sentence for a process that this user may not look at. */
    static CommandException otherUser(long pid, Throwable cause) {
        Optional<String> owner =
                ProcessHandle.of(pid).flatMap(process -> process.info().user());
        String advice = owner.equals(Optional.of(System.getProperty("user.name")))
                ? " is protected by the system; the tool must run as that user or as root, with the right to look at it"
                : " belongs to " + owner.map(user -> "user " + user).orElse("another user")
                        + "; run the tool as that user or as root";
        return new CommandException(Problem.OTHER_USER, "process " + pid + advice, cause);
    }
}
