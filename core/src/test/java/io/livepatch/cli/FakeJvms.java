package io.livepatch.cli;

import java.util.ArrayList;
import java.util.List;

/** Some JVMs that do not exist. */
final class FakeJvms implements Jvms {
    private final List<RunningJvm> jvms = new ArrayList<>();
    private volatile boolean alive = true;

    FakeJvms with(long pid, String mainClass) {
        jvms.add(new RunningJvm(pid, mainClass, "17.0.15"));
        return this;
    }

    void die() {
        alive = false;
    }

    @Override
    public List<RunningJvm> list() {
        return jvms;
    }

    @Override
    public RunningJvm get(long pid) throws CommandException {
        return jvms.stream()
                .filter(jvm -> jvm.pid() == pid)
                .findFirst()
                .orElseThrow(() -> new CommandException(Problem.NO_SUCH_JVM, "there is no process " + pid));
    }

    @Override
    public boolean isAlive(long pid) {
        return alive;
    }
}
