#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# tests/bench/journeys.sh WAYMARK PROGRAMS FOLDER: the questions of ../shared/bench/journeys, declared, beside DuckDB on two threads and a
# bare C loop: medians of several rounds, in each of which each has its turn, the ratios, and whether the answers are the same.
# And what it costs that the answers stand while events are appended one by one (PROGRAMS/journeys_standing).
# JOURNEYS="50000 5000000" names the sizes (the second takes 5 GB of disk and 4 GB of memory), JOURNEYS_ROUNDS how many rounds (3).
# What is asked of stands in FOLDER/journeys and is made where it is not there: JOURNEYS_ROUNDS=0 makes it and does no more.
# DuckDB: npm install --prefix tests/bench/journeys.
waymark=$1 programs=$2 folder=$3/journeys
workload=../shared/bench/journeys
here=tests/bench/journeys
rounds=${JOURNEYS_ROUNDS:-3}
[ -f "$workload/gen.c" ] || { echo "# skipped: journeys, as ../shared/bench/journeys is not here"; exit 0; }
duckdb=
[ -d $here/node_modules/@duckdb ] && duckdb=yes || echo "# skipped: DuckDB, as it is not here: npm install --prefix $here"

make_journeys() { # make_journeys N: once
	made=$folder/$1
	[ -f "$made/made" ] && return
	mkdir -p "$made/duckdb"
	cc -O2 "$workload/gen.c" -lm -o "$folder/gen" 2>/dev/null && "$folder/gen" "$1" "$made" >/dev/null || exit 1
	rm -f "$made"/*.[iu]*
	[ -z "$duckdb" ] || node $here/duckdb.mjs prepare "$made" || exit 1
	touch "$made/made"
}

asked() { # asked ORDER: what waymark took, «waymark ORDER NAME MS» a line
	rm -rf "$made/out" && mkdir -p "$made/out"
	"$waymark" ask --events "$made/$1.csv" --measures $here -o "$made/out" >"$made/said" || exit 1
	sed -n "s/.*grouped in \([0-9.]*\) s/\1/p" "$made/said" | awk -v order="$1" '{ print "waymark", order, "grouped", $1 * 1000 }'
	sed -n "s/all in one pass/all/; s/^\([a-z0-9]*\)  *\([0-9.]*\) ms\$/waymark $1 \1 \2/p" "$made/said"
}

round() {
	rm -f "$made"/duckdb/*.csv # no answer of an earlier run stands for this one's
	for order in bychild journal; do
		asked $order
		if [ -n "$duckdb" ]; then
			node $here/duckdb.mjs ask "$made" "$workload" $order >"$made/duckdb.said" || exit 1
			sed "s/^/duckdb $order /" "$made/duckdb.said"
		fi
		[ $order = journal ] || echo "bare bychild all $("$programs/journeys_bare" "$made/bychild.csv" 2 | cut -d' ' -f1)"
	done
	"$programs/journeys_standing" "$made/journal.csv" $here | sed 's/^/standing journal entry /'
}

same() { # same NAME: the sixth decimal of q1b may round otherwise; q6 has none that agree to the last digit
	case $1 in
	q1b) cut -d, -f1-5 "$made/duckdb/$1.csv" >"$made/cut.csv"; cut -d, -f1-5 "$made/out/$1.csv" | cmp -s - "$made/cut.csv" ;;
	*) cmp -s "$made/out/$1.csv" "$made/duckdb/$1.csv" ;;
	esac
}

for n in ${JOURNEYS:-50000}; do
	make_journeys "$n"
	[ "$rounds" -gt 0 ] || continue
	: >"$made/times"
	for i in $(seq "$rounds"); do round >>"$made/times" || exit 1; done
	grep -o '^[0-9]* children, [0-9]* events' "$made/said"
	grep -q '^standing .* OTHERWISE' "$made/times" && echo "ANOTHER ANSWER: those that stood"
	for q in q1a q1b q2 q3 q4 q5; do [ -z "$duckdb" ] || { same $q && echo "the same answer: $q" || echo "ANOTHER ANSWER: $q"; }; done
	sort -k1,3 -k4,4n "$made/times" | awk -v rounds="$rounds" '
		{ if (++seen[$1, $2, $3] == int((rounds + 1) / 2)) ms[$1, $2, $3] = $4 } # the middle one
		function line(what, ours, theirs, goal) {
			printf "%-44s %8.1f ms", what, ours
			if (theirs) printf "   DuckDB %8.1f ms, %5.1f times as long (wanted: %d)", theirs, theirs / ours, goal
			print ""
		}
		END {
			split("20 20 4 4 20 20", goal, " ")
			for (i = 1; i <= split("q1a q1b q2 q3 q4 q5", q, " "); i++) {
				line(q[i] " alone", ms["waymark", "bychild", q[i]], ms["duckdb", "bychild", q[i]], goal[i])
				near += ms["duckdb", "bychild", q[i]]
				far += ms["duckdb", "journal", q[i]]
			}
			all = ms["waymark", "bychild", "all"]
			line("all in one pass, ordered by child", all, near, 20)
			line("from the order of the journal, with grouping", ms["waymark", "journal", "all"] + ms["waymark", "journal", "grouped"], far, 10)
			bare = ms["bare", "bychild", "all"]
			printf "an entry appended while all answers stand: %.2f microseconds of a processor (wanted: under 1)\n", ms["standing", "journal", "entry"]
			printf "a bare C loop on two threads: %.1f ms; the engine takes %.2f times as long (wanted: 2 at most)\n", bare, all / bare
		}'
done
