#!/usr/bin/env bash
#
# What an apply takes among 10 to 10,000 idle platform threads, and up to a million virtual ones where the JDK has them,
# against one dump of all stacks and two plain redefinitions of the same classes; and the longest stop of the world against
# that of a redefinition. Prints the table of docs/performance.md for each JDK; three minutes for both 17 and 25.
#
#   integration-tests/bench/scale.sh [JAVA_HOME...]      default: the JDK of javac on the path
#
# POPULATIONS can be set in the environment, such as "platform:1000 virtual:100000". Needs 6 GB of memory for a million
# threads. Build first: mvn -B -DskipTests package

set -euo pipefail
export LC_ALL=C

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
module=$root/integration-tests
[ -f "$module/target/test.classpath" ] || { echo "not built: run mvn -B -DskipTests package" >&2; exit 2; }
[ $# -gt 0 ] || set -- "${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}"

for home in "$@"; do
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    all="platform:10 platform:1000 platform:10000"
    "$home/bin/java" -version 2>&1 | grep -q '"1[0-9]\.\|"20' || all="$all virtual:100000 virtual:1000000"
    # the number of virtual threads is how long the harness is patient
    # shellcheck disable=SC2086 # a list of words
    "$home/bin/java" -cp "$module/target/test-classes:$(cat "$module/target/test.classpath")" \
        "-Dlivepatch.jar=$root/agent/target/livepatch.jar" -Dlivepatch.it.virtualThreads=1000000 io.livepatch.bench.ScaleBench "$work" ${POPULATIONS:-$all}
    rm -rf "$work"
    echo
done
