package io.livepatch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** What all commands have in common. */
abstract class LivepatchCommand implements Callable<Integer> {
    @ParentCommand
    private Livepatch parent;

    @Mixin
    private OutputOptions output;

    @Override
    public final Integer call() throws CommandException {
        return execute(console()).code();
    }

    abstract ExitStatus execute(Console console) throws CommandException;

    World world() {
        return parent.world();
    }

    Console console() {
        return new Console(world(), output);
    }
}
