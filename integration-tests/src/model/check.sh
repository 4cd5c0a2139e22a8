#!/bin/bash
# check.sh [-D…]: exhaustive search of the protocol model beside this script, with spin and gcc. The model says what each -D… does.
#   -DREST -DREV=2     one thread of any number, two reversals: 4 million states, all of them, in some seconds and 1 GB. With -DREV=4 it is
#                      36 million, a minute and 4 GB
#   -DREST -DREV=2 -DLATE -DROUNDS=1   the same with classes that are found late: 3 million states
#   -DN=1 -DROUNDS=1   two threads, one reversal: 31 million states, all of them, in less than a minute and 2 GB
#                      The form without any of these is larger than 20 GB hold (about 450 million states): it ends with 2, which is
#                      a search and no proof
#   -DNO_…             switches on one of the known mistakes listed in the model; found in seconds, with -DREST -DREV=2 and without
# LIMIT_S: seconds until the search is given up (900). MEM_MB: memory it may use (18000).
# Exit status 0: no error in the whole state space; 1: an error was found; 2: not finished. docs/concurrency.md says more.
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT; cp "$(dirname "$0")/transition.pml" "$d" && cd "$d" || exit 2
spin -a "$@" transition.pml >spin.log 2>&1 || { cat spin.log; exit 2; }
gcc -O2 -DSAFETY -DVECTORSZ=2048 -DCOLLAPSE -DMEMLIM="${MEM_MB:-18000}" -o pan pan.c 2>gcc.log || { tail -3 gcc.log; exit 2; }
timeout "${LIMIT_S:-900}" ./pan -m2000000 -w"${HASH_BITS:-26}" >out.log 2>&1; code=$?
unfinished='Search not completed|DMEMLIM bound|max search depth too small|out of memory' # pan ends with status 0 all the same
grep -E "errors:|states, stored|assertion violated|$unfinished" out.log
grep -q 'errors: [1-9]' out.log && exit 1
[ $code = 0 ] && grep -q 'errors: 0' out.log && ! grep -qE "$unfinished" out.log && exit 0
echo "not finished: $code"; exit 2
