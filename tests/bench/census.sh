#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# tests/bench/census.sh WAYMARK FOLDER: census files of invented children in, in again, and out: seconds that passed, seconds of
# processor, and the most memory held, which does not grow with the file.
waymark=$1 folder=$2
timed() { # timed WHAT CHILDREN COMMAND...
	what=$1 children=$2; shift 2
	/usr/bin/time -o "$folder/time" -f "%e %U %S %M" "$@" >"$folder/out" 2>&1 || true
	awk -v what="$what" -v children="$children" 'END { printf "%-10s %8d children  %6.1f s  %6.1f s of processor  %5d MB\n", what, children, $1, $2 + $3, $4 / 1024 }' "$folder/time"
}
[ -x /usr/bin/time ] || { echo "# skipped: census, as /usr/bin/time is not here"; exit 0; }
for children in 5000 20000; do
	area=$folder/census$children.db
	awk -v children=$children -f tests/bench/census.awk >"$folder/census.xml"
	"$waymark" init --db "$area" >/dev/null
	timed "census in" $children "$waymark" import cin "$folder/census.xml" --db "$area"
	timed "in again" $children "$waymark" import cin "$folder/census.xml" --db "$area"
	timed "out" $children "$waymark" export cin --year 2026 --db "$area" -o "$folder/out.xml"
	rm -f "$area"*
done
