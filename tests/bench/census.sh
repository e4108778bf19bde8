#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# tests/bench/census.sh WAYMARK FOLDER: census files of invented children in, in again, and out: seconds that passed, seconds of
# processor, and the most memory held, which does not grow with the file. Then 20,000 children come in while sixteen readers,
# a page each and a tenth of a second in between, read children's pages of the same area: what they wait, alone and meanwhile.
waymark=$1 folder=$2 client=${2%/*}/bench/pages
timed() { # timed WHAT CHILDREN COMMAND...
	what=$1 children=$2; shift 2
	/usr/bin/time -o "$folder/time" -f "%e %U %S %M" "$@" >"$folder/out" 2>&1 || true
	awk -v what="$what" -v children="$children" 'END { printf "%-22s %8d children  %6.1f s  %6.1f s of processor  %5d MB\n", what, children, $1, $2 + $3, $4 / 1024 }' "$folder/time"
}
census() { awk -v children="$1" -f tests/bench/census.awk >"$folder/census.xml"; }
[ -x /usr/bin/time ] || { echo "# skipped: census, as /usr/bin/time is not here"; exit 0; }
echo "# load $(cut -d' ' -f1 /proc/loadavg) on $(nproc) processors"
for children in 5000 20000; do
	area=$folder/census$children.db
	census $children
	"$waymark" init --db "$area" >/dev/null
	timed "census in" $children "$waymark" import cin "$folder/census.xml" --db "$area"
	timed "in again" $children "$waymark" import cin "$folder/census.xml" --db "$area"
	timed "out" $children "$waymark" export cin --year 2026 --db "$area" -o "$folder/out.xml"
	rm -f "$area"*
done

asked() { "$client" measure "$port" "$folder/addresses" 2 16 "$(cat "$folder/token")" 100; }
figures() { awk -v what="$1" '{ n += $1 * 2; failed += $6; if ($3 > p50) p50 = $3; if ($4 > p99) p99 = $4; if ($5 > most) most = $5 }
	END { printf "%-22s %8d pages     p50 %.1f ms, p99 %.1f ms, most %.1f ms, %d failed (of two seconds the slowest)\n", what, n, p50, p99, most, failed }'; }
meanwhile() { # meanwhile ENGINE ADDRESS
	mkdir -p "$folder/keys"
	"$waymark" demo --children 300 --db "$2" --keys "$folder/keys" >"$folder/sign-ins"
	"$client" prepare "$2" "$folder/keys" "$folder/sign-ins" "$folder/addresses" >"$folder/token"
	port=$("$client" port)
	"$waymark" serve --db "$2" --keys "$folder/keys" --listen "127.0.0.1:$port" >"$folder/serve.out" 2>&1 &
	server=$!
	until "$client" answers "$port"; do sleep 0.1; done
	{ asked; asked; } | figures "$1: readers alone"
	(
		timed "$1: census in" 20000 "$waymark" import cin "$folder/census.xml" --db "$2" --keys "$folder/keys" --as manager --because "a measurement" >"$folder/import"
	) &
	job=$!
	while kill -0 "$job" 2>/dev/null; do asked; done | figures "$1: and meanwhile"
	wait "$job"
	cat "$folder/import"
	kill "$server"
	wait "$server" 2>/dev/null
	rm -rf "$folder/keys"
}
[ -x "$client" ] || { echo "# skipped: readers meanwhile, as $client was not made"; exit 0; }
meanwhile sqlite "$folder/meanwhile.db"
rm -f "$folder"/meanwhile.db*
if cluster=$(tests/postgres start); then
	meanwhile postgres "$cluster"
	tests/postgres stop "$cluster"
else
	echo "# skipped: PostgreSQL is not here"
fi
