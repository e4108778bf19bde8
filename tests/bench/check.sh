#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# tests/bench/check.sh WAYMARK FOLDER [ASKED]: every rule of the census on files of invented children, beside what reading the same file
# as XML and nothing else takes (xmllint --stream): seconds of processor, their ratio, and the most memory held. Last a stream of
# 5 GB (BENCH_STREAM_MB=5000): what is held grows with the children's numbers alone.
waymark=$1 folder=$2 asked=${3:-}
[ -x /usr/bin/time ] && command -v xmllint >/dev/null && command -v node >/dev/null || { echo "# skipped: check, as time, xmllint or node is not here"; exit 0; }
seconds() { awk 'END { printf "%.2f", $1 + $2 }' "$folder/time"; }
megabytes() { awk 'END { printf "%d", $3 / 1024 }' "$folder/time"; }
timed() { /usr/bin/time -o "$folder/time" -f "%U %S %M" "$@" >/dev/null 2>"$folder/said"; }

for children in 20000 ${BENCH_CHILDREN:-1000000}; do
	node tests/returns/clean.mjs "$children" 10 >"$folder/census.xml"
	for round in 1 2 3; do
		timed xmllint --stream --noout "$folder/census.xml"; alone=$(seconds)
		timed "$waymark" check cin "$folder/census.xml"
		echo "$(seconds) $alone $(megabytes)" >>"$folder/rounds"
		[ "$children" -le 20000 ] || break
	done
	sort -n "$folder/rounds" | awk -v children="$children" '{ own[NR] = $1; alone[NR] = $2; mb = $3 }
		END { m = int((NR + 1) / 2); printf "check      %8d children  %6.2f s of processor  %4.1f times xmllint  %5.1f us a child  %5d MB\n", children, own[m], own[m] / alone[m], own[m] * 1000000 / children, mb }'
	rm -f "$folder/rounds" "$folder/census.xml"
done

node tests/returns/clean.mjs 1 >"$folder/one.xml"
timed sh -c 'i=0; while [ $i -lt 100 ]; do "$1" check cin "$2"; i=$((i + 1)); done' sh "$waymark" "$folder/one.xml"; with=$(seconds)
timed sh -c 'i=0; while [ $i -lt 100 ]; do "$1" help; i=$((i + 1)); done' sh "$waymark"
awk -v with="$with" -v without="$(seconds)" 'BEGIN { printf "check      one child alone: %.2f ms of processor; the program itself %.2f ms\n", with * 10, without * 10 }'

# And while somebody writes, of an area's records.
if [ -x "$asked" ]; then
	node tests/returns/clean.mjs 660 3 >"$folder/area.xml"
	rm -rf "$folder"/asked.db* && "$waymark" init --db "$folder/asked.db" >/dev/null && "$waymark" import cin "$folder/area.xml" --db "$folder/asked.db" >/dev/null
	"$asked" "$folder/asked.db"
fi

# One child after another under a new number, until there is enough.
awk -v bytes="${BENCH_STREAM_MB:-5000}" 'BEGIN {
	padding = sprintf("%1800s", ""); bytes *= 1000000
	printf "<Message><Header><CollectionDetails><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails></Header><Children>\n"
	for (written = 0; written < bytes; written += n) {
		child = sprintf("<Child>\n<ChildIdentifiers><LAchildID>S%d</LAchildID><UPNunknown>UN2</UPNunknown><PersonBirthDate>2014-05-06</PersonBirthDate><Sex>F</Sex></ChildIdentifiers>\n<ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>\n<CINdetails>%s<CINreferralDate>2025-06-02</CINreferralDate><ReferralSource>6</ReferralSource><ReferralNFA>1</ReferralNFA></CINdetails>\n</Child>\n", ++i, padding)
		printf "%s", child
		n = length(child)
	}
	print "</Children></Message>" }' | timed "$waymark" check cin -
printf 'check      %8d MB streamed       %6.2f s of processor  %5d MB  %s\n' "${BENCH_STREAM_MB:-5000}" "$(seconds)" "$(megabytes)" "$(head -n 1 "$folder/said")"
