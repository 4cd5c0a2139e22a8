#!/usr/bin/env bash
#
# Closes a known security hole in a running service, and opens it again: see README.md.
#
# Usage: samples/demo.sh
#   from anywhere. Builds what is missing or out of date first; the first time that takes a few minutes, since Maven
#   downloads what it needs. Exit status 0 if everything was as it tells, 1 if not, 2 if something is missing here.
#
# Needs a JDK 17 or later (JAVA_HOME, else the java on the PATH) and Maven 3.8 or later.
#   LIVEPATCH_DEMO_JAVA  a JDK, or the java launcher of one, to run the service on; else the service runs on the same JDK
#   NO_COLOR             set it for plain text on a terminal too

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly jar=agent/target/livepatch.jar
readonly built=samples/target/demo-built
readonly log=target/demo-build.log

missing() {
    printf 'samples/demo.sh: %s\n' "$@" >&2
    exit 2
}

# The launcher of a JDK given as its directory or as the launcher itself.
launcher() {
    if [ -d "$1" ]; then printf '%s/bin/java' "$1"; else printf '%s' "$1"; fi
}

# The feature release of a launcher: 8 for 1.8.0_452, 17 for 17.0.15, 25 for 25-ea; nothing if it does not run.
release() {
    "$1" -version 2>&1 | sed -n -E 's/^[^"]* version "(1\.)?([0-9]+).*/\2/p' | head -n 1
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || missing "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it." \
            "Point JAVA_HOME at the directory of a JDK 17 or later."
    else
        java=$(command -v java) || missing "no java found. livepatch needs a JDK 17 or later." \
            "Install one (on Debian and Ubuntu: apt-get install openjdk-17-jdk-headless)," \
            "then set JAVA_HOME to its directory or put its bin directory on the PATH."
    fi
    local found
    found=$(release "$java" || true)
    [ "${found:-0}" -ge 17 ] || missing "$java is Java ${found:-of an unknown version}; livepatch needs a JDK 17 or later." \
        "Set JAVA_HOME to the directory of one."
    grep -q '^jdk.compiler' <<<"$("$java" --list-modules 2>/dev/null)" || missing \
        "$java belongs to a Java runtime without a compiler. livepatch needs a whole JDK 17 or later." \
        "Set JAVA_HOME to the directory of one (on Debian and Ubuntu: apt-get install openjdk-17-jdk-headless)."
}

find_service_java() {
    service_java=$java
    if [ -n "${LIVEPATCH_DEMO_JAVA:-}" ]; then
        service_java=$(launcher "$LIVEPATCH_DEMO_JAVA")
        local found
        found=$(release "$service_java" || true)
        [ "${found:-0}" -ge 17 ] || missing "LIVEPATCH_DEMO_JAVA is $LIVEPATCH_DEMO_JAVA, which is no Java 17 or later." \
            "Set it to the directory of a JDK, or to its bin/java."
    fi
}

find_maven() {
    command -v mvn >/dev/null || missing "no mvn found. livepatch is built with Maven 3.8 or later." \
        "Install it (on Debian and Ubuntu: apt-get install maven) or put its bin directory on the PATH."
    local found
    found=$(mvn -v 2>/dev/null | sed -n -E 's/.*Apache Maven ([0-9]+)\.([0-9]+).*/\1 \2/p')
    read -r major minor <<<"${found:-0 0}"
    if [ "$major" -lt 3 ] || { [ "$major" -eq 3 ] && [ "$minor" -lt 8 ]; }; then
        missing "$(command -v mvn) is Maven $major.$minor; livepatch is built with Maven 3.8 or later." \
            "Put the bin directory of a newer one on the PATH."
    fi
}

# Whether a file is there and no source is newer; the file is what a build makes last, or the mark of this script's own build.
newer_than() {
    local made=$1 reference=$1
    shift
    [ -f "$made" ] || return 1
    if [ "$built" -nt "$made" ]; then reference=$built; fi
    [ -z "$(find pom.xml "$@" -type f -newer "$reference" -print -quit)" ]
}

up_to_date() {
    newer_than "$jar" core/pom.xml core/src/main agent/pom.xml agent/src/main &&
        newer_than samples/target/livepatch-samples.jar samples/pom.xml samples/src/main
}

build() {
    find_maven
    echo "Building livepatch.jar and the samples (the first time Maven downloads what it needs) ..."
    mkdir -p target
    if ! mvn -B -pl agent,samples -am -DskipTests package >"$log" 2>&1; then
        grep -E '^\[ERROR\]' "$log" | head -n 20 >&2 || tail -n 20 "$log" >&2
        printf 'samples/demo.sh: %s\n' "the build failed; everything Maven said is in $log." \
            "If it could not download something: check the network, or the proxy or mirror in Maven's settings.xml." >&2
        exit 1
    fi
    touch "$built"
}

find_jdk
find_service_java
up_to_date || build

colours=false
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then colours=true; fi
# From here on the demo itself sees to it that no process is left behind, however it ends.
exec "$java" -Dcolours=$colours -cp "samples/target/classes:samples/target/tools/*" \
    io.livepatch.samples.demo.Demo "$service_java"
