#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# tests/bench/journeys.sh WAYMARK BARE FOLDER: the questions of ../shared/bench/journeys, declared, beside DuckDB on two threads and a
# bare C loop: times, ratios, and whether the answers are the same. JOURNEYS="50000 5000000" names the sizes (the second takes 12 GB
# of disk and 6 GB of memory). DuckDB: npm ci --prefix tests/bench/journeys.
waymark=$1 bare=$2 folder=$3/journeys
workload=../shared/bench/journeys
here=tests/bench/journeys
[ -f "$workload/gen.c" ] || { echo "# skipped: journeys, as ../shared/bench/journeys is not here"; exit 0; }
duckdb=
[ -d $here/node_modules/@duckdb ] && duckdb=yes || echo "# skipped: DuckDB, as it is not here: npm ci --prefix $here"
mkdir -p "$folder"
cc -O2 "$workload/gen.c" -lm -o "$folder/gen" 2>/dev/null || exit 1

same() { # same NAME: the sixth decimal of q1b may round otherwise; q6 has none that agree to the last digit
	case $1 in
	q1b) cut -d, -f1-5 "$folder/made/out/$1.csv" | cmp -s - "$folder/made/cut.csv" ;;
	*) cmp -s "$folder/made/out/$1.csv" "$folder/made/duckdb/$1.csv" ;;
	esac
}

asked() { # asked ORDER: what waymark took, NAME MS a line
	rm -rf "$folder/made/out" && mkdir -p "$folder/made/out"
	"$waymark" ask --events "$folder/made/$1.csv" --measures $here -o "$folder/made/out" >"$folder/said" || exit 1
	grep -v '^[0-9]' "$folder/said" | sed 's/all in one pass/all/; s/ ms$//' >"$folder/waymark.$1"
	sed -n 's/.*grouped in \([0-9.]*\) s/grouped \1/p' "$folder/said" | awk '{ print $1, $2 * 1000 }' >>"$folder/waymark.$1"
}

for n in ${JOURNEYS:-50000}; do
	rm -rf "$folder/made" && mkdir -p "$folder/made"
	"$folder/gen" "$n" "$folder/made" >/dev/null && rm -f "$folder"/made/*.[iu]*
	asked journal
	asked bychild
	grep -o '^[0-9]* children, [0-9]* events' "$folder/said"
	bare_ms=$("$bare" "$folder/made/bychild.csv" 2 | cut -d' ' -f1)
	: >"$folder/duckdb.bychild"; : >"$folder/duckdb.journal"
	if [ "$duckdb" ]; then
		node $here/duckdb.mjs prepare "$folder/made" || exit 1
		for order in bychild journal; do node $here/duckdb.mjs ask "$folder/made" "$workload" $order >"$folder/duckdb.$order" || exit 1; done
		cut -d, -f1-5 "$folder/made/duckdb/q1b.csv" >"$folder/made/cut.csv"
		for q in q1a q1b q2 q3 q4 q5; do same $q && echo "the same answer: $q" || echo "ANOTHER ANSWER: $q"; done
	fi
	awk -v bare="$bare_ms" '
		FILENAME ~ /waymark.bychild/ { w[$1] = $2 } FILENAME ~ /waymark.journal/ { j[$1] = $2 }
		FILENAME ~ /duckdb.bychild/ { d[$1] = $2; if ($1 != "q6") sum += $2 } FILENAME ~ /duckdb.journal/ { if ($1 != "q6") far += $2 }
		function line(what, ours, theirs) {
			printf "%-44s %10.1f ms", what, ours
			if (theirs) printf "   DuckDB %10.1f ms, %6.1f times as long", theirs, theirs / ours
			print ""
		}
		END {
			for (i = 1; i <= split("q1a q1b q2 q3 q4 q5", q, " "); i++) line(q[i] " alone", w[q[i]], d[q[i]])
			line("all in one pass, ordered by child", w["all"], sum)
			line("all, from the order of the journal, grouped first", j["all"] + j["grouped"], far)
			printf "a bare C loop on two threads: %.1f ms; the engine takes %.2f times as long\n", bare, w["all"] / bare
		}' "$folder/waymark.bychild" "$folder/waymark.journal" "$folder/duckdb.bychild" "$folder/duckdb.journal"
done
