package io.livepatch.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the JVM that an operator means by a process id or by a part of the main class or JAR name. */
final class TargetSelector {
    private static final Pattern PID = Pattern.compile("\\d{1,18}");

    private final Jvms jvms;

    TargetSelector(Jvms jvms) {
        this.jvms = jvms;
    }

    /** @throws CommandException if no JVM, or more than one, is meant; one is never picked silently */
    RunningJvm select(String target) throws CommandException {
        if (PID.matcher(target).matches()) {
            return jvms.get(Long.parseLong(target));
        }
        List<RunningJvm> matches = target.isEmpty()
                ? List.of()
                : jvms.list().stream()
                        .filter(jvm -> jvm.shortName().contains(target))
                        .toList();
        if (matches.isEmpty()) {
            throw new CommandException(
                    Problem.NO_SUCH_JVM,
                    "no JVM of this user has '" + target
                            + "' in the name of its main class or JAR; 'livepatch jvms' lists them");
        }
        if (matches.size() > 1) {
            String list = matches.stream()
                    .map(jvm -> "  " + jvm.pid() + "  " + jvm.shortName())
                    .collect(Collectors.joining(System.lineSeparator()));
            throw new CommandException(
                    Problem.AMBIGUOUS_JVM,
                    "'" + target + "' matches " + matches.size() + " JVMs; give the process id of one:"
                            + System.lineSeparator() + list);
        }
        return matches.get(0);
    }
}
