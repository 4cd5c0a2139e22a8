#!/usr/bin/env bash
#
# What a gate costs: JMH on a method that a running transition has armed, for a thread without record, a moved and an unmoved
# one, against a plain call and ThreadLocal.get(). Prints the table of docs/performance.md for each JDK; two minutes each.
#
#   integration-tests/bench/gate.sh [JAVA_HOME...]      default: the JDK of javac on the path
#
# FORKS (default 2) and ITERATION_MS (default 1000) can be set in the environment. Build first: mvn -B -DskipTests package

set -euo pipefail
export LC_ALL=C

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
module=$root/integration-tests
[ -f "$module/target/test.classpath" ] || { echo "not built: run mvn -B -DskipTests package" >&2; exit 2; }
[ $# -gt 0 ] || set -- "${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for home in "$@"; do
    "$home/bin/java" -cp "$module/target/test-classes:$(cat "$module/target/test.classpath")" \
        "-Dlivepatch.jar=$root/agent/target/livepatch.jar" "-Dlivepatch.bench.forks=${FORKS:-2}" \
        "-Dlivepatch.bench.iteration.ms=${ITERATION_MS:-1000}" io.livepatch.bench.GateBench "$work" |
        tee "$work/log" >&2
    grep '^|' "$work/log"
    echo
done
