package io.livepatch.cli;

import java.util.List;

/** The JVMs of this machine that this user may see. Looking changes nothing in them. */
interface Jvms {
    /** All but the tool's own, by pid. */
    List<RunningJvm> list() throws CommandException;

    /**
     * The JVM of that process.
     *
     * @throws CommandException if there is no such process, it is no JVM, or that cannot be found out
     */
    RunningJvm get(long pid) throws CommandException;

    /** Whether the process still exists. */
    boolean isAlive(long pid);
}
