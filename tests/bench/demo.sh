#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# tests/bench/demo.sh WAYMARK FOLDER: how long a demonstration area takes to make: seconds that passed and seconds of processor, the
# most memory held, and what an entry takes. DEMO_CHILDREN names other sizes: "300 20000 100000" where the machine is quiet.
waymark=$1 folder=$2
[ -x /usr/bin/time ] || { echo "# skipped: demonstration areas, as /usr/bin/time is not here"; exit 0; }
for children in ${DEMO_CHILDREN:-300 20000}; do
	area=$folder/demo$children.db
	/usr/bin/time -o "$folder/time" -f "%e %U %S %M" "$waymark" demo --children "$children" --db "$area" >/dev/null || exit 1
	entries=$("$waymark" verify --db "$area" | awk '$1 == "entries" { print $2 }')
	awk -v children="$children" -v entries="$entries" 'END {
		printf "demonstration of %7d children, %8d entries: %6.1f s, %6.1f s of processor, %3.0f microseconds an entry, %5d MB\n",
			children, entries, $1, $2 + $3, ($2 + $3) * 1e6 / entries, $4 / 1024
	}' "$folder/time"
	rm -f "$area"*
done
