#!/usr/bin/env bash
#
# What the agent adds to the start of a JVM: whole runs of a program that prints a line, without an agent, with an agent
# that does nothing, and with livepatch.jar, in turn. Prints minimum, median and maximum in milliseconds for each, and the
# difference of the medians; status 1 if livepatch.jar costs more than the limit over the empty agent.
#
#   integration-tests/bench/premain.sh [JAVA_HOME...]      default: the JDK of javac on the path
#
# RUNS (default 21) and LIMIT_MS (default 60) can be set in the environment. Build first: mvn -B -DskipTests package

set -euo pipefail
export LC_ALL=C

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
jar=$root/agent/target/livepatch.jar
runs=${RUNS:-21}
limit=${LIMIT_MS:-60}
[ -f "$jar" ] || { echo "no $jar: run mvn -B -DskipTests package" >&2; exit 2; }
[ $# -gt 0 ] || set -- "${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/Hello.java" <<'JAVA'
class Hello {
    public static void main(String[] arguments) {
        System.out.println("hello");
    }
}
JAVA
cat >"$work/Empty.java" <<'JAVA'
class Empty {
    public static void premain(String options) {}
}
JAVA
printf 'Premain-Class: Empty\n' >"$work/manifest"

# Milliseconds of one run, which must print its line and nothing else.
run() {
    local start=${EPOCHREALTIME/./} end output
    output=$("$@" -cp "$work" Hello 2>&1)
    end=${EPOCHREALTIME/./}
    [ "$output" = hello ] || { echo "unexpected output: $output" >&2; exit 1; }
    echo $(((end - start) / 1000))
}

median() {
    sort -n "$1" | sed -n "$(((runs + 1) / 2))p"
}

failed=0
for home in "$@"; do
    java=$home/bin/java
    "$home/bin/javac" --release 17 -d "$work" "$work/Hello.java" "$work/Empty.java"
    "$home/bin/jar" --create --file "$work/empty.jar" --manifest "$work/manifest" -C "$work" Empty.class
    rm -f "$work"/*.ms
    for ((i = 0; i <= runs; i++)); do
        for kind in none empty livepatch; do
            case $kind in
                none) ms=$(run "$java" -Xshare:auto) ;;
                empty) ms=$(run "$java" -Xshare:auto "-javaagent:$work/empty.jar") ;;
                livepatch) ms=$(run "$java" -Xshare:auto "-javaagent:$jar") ;;
            esac
            # the first round fills the caches of the system
            [ "$i" -eq 0 ] || echo "$ms" >>"$work/$kind.ms"
        done
    done
    "$java" -version 2>&1 | head -n 1
    for kind in none empty livepatch; do
        printf '  %-10s min %4d  median %4d  max %4d ms\n' "$kind" \
            "$(sort -n "$work/$kind.ms" | head -n 1)" "$(median "$work/$kind.ms")" "$(sort -n "$work/$kind.ms" | tail -n 1)"
    done
    cost=$(($(median "$work/livepatch.ms") - $(median "$work/empty.ms")))
    echo "  livepatch over an empty agent: $cost ms (limit $limit)"
    [ "$cost" -le "$limit" ] || failed=1
done
exit "$failed"
