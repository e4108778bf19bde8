#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# tests/bench/link.sh WAYMARK FOLDER: records made by link_people.mjs linked: how well, how fast, in how much memory; how the cost
# grows from a quarter of the records to all of them; and recall and false links by naming tradition. BENCH_SEEDS="3 4" for
# other sets. Sets that nobody here made are measured where ../shared/data/linkage is.
waymark=$1 folder=$2
[ -f capabilities/find/link.c ] || { echo "# skipped: link, as the folder of its command is not here"; exit 0; }
[ -x /usr/bin/time ] || { echo "# skipped: link, as /usr/bin/time is not here"; exit 0; }
measured() { # measured WHAT RECORDS [COLUMN]
	/usr/bin/time -o "$folder/time" -f "%e %U %S %M" "$waymark" link "$2" -o "$folder/pairs.csv" 2>/dev/null
	awk -v what="$1" 'END { printf "%-28s %5.1f s  %5.1f s of processor  %4d MB  ", what, $1, $2 + $3, $4 / 1024 }' "$folder/time"
	node tests/bench/link_score.mjs "$2" "$folder/pairs.csv" $3
}
for seed in ${BENCH_SEEDS:-3}; do
	for spoilt in "56250 1" "225000 1" "20000 2" "20000 0.5"; do
		n=${spoilt% *} harm=${spoilt#* } by=
		node tests/bench/link_people.mjs "$n" "$seed" "$harm" >"$folder/made.csv"
		[ "$n" != 225000 ] || by=tradition
		measured "$n records, spoilt x $harm" "$folder/made.csv" $by
	done
done
for set in ../shared/data/linkage/*.csv.gz; do
	[ ! -f "$set" ] || measured "$(basename "$set" .csv.gz)" "$set"
done
