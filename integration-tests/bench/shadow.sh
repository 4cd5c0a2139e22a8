#!/usr/bin/env bash
#
# What an added field costs: JMH on a read of a holder's field against one of the object's own. Prints the table of
# docs/performance.md for each JDK; a minute each.
#
#   integration-tests/bench/shadow.sh [JAVA_HOME...]      default: the JDK of javac on the path
#
# FORKS (default 2) and ITERATION_MS (default 1000) can be set in the environment. Build first: mvn -B -DskipTests package

set -euo pipefail
export LC_ALL=C

module=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
[ -f "$module/target/test.classpath" ] || { echo "not built: run mvn -B -DskipTests package" >&2; exit 2; }
[ $# -gt 0 ] || set -- "${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}"

log=$(mktemp)
trap 'rm -f "$log"' EXIT

for home in "$@"; do
    "$home/bin/java" -cp "$module/target/test-classes:$(cat "$module/target/test.classpath")" \
        "-Dlivepatch.bench.forks=${FORKS:-2}" "-Dlivepatch.bench.iteration.ms=${ITERATION_MS:-1000}" \
        io.livepatch.bench.ShadowBench | tee "$log" >&2
    grep '^|' "$log"
    echo
done
