#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# tests/bench/find.sh PROGRAM FOLDER ADDRESS: finding among FIND_PEOPLE=1000000 people by FIND_QUERIES=8000 mistyped look-ups with
# known answers (so many, as some naming traditions are a fiftieth of them), for each seed of FIND_SEEDS="1 2"; for the first, PostgreSQL's trigrams are asked FIND_PEER=200 of the same.
set -eu
program=$1 folder=$2 address=$3
generator=../shared/bench/find/gen.py
[ -f "$generator" ] && command -v python3 >/dev/null || { echo "# skipped: find, as $generator or python3 is not here"; exit 0; }
first=yes
for seed in ${FIND_SEEDS:-1 2}; do
	made=$folder/find$seed peer=
	python3 "$generator" "${FIND_PEOPLE:-1000000}" "$seed" "${FIND_QUERIES:-8000}" "$made"
	if [ -n "$address" ] && command -v psql >/dev/null; then
		psql -q -d "$address" -v ON_ERROR_STOP=1 <<-END
			CREATE EXTENSION IF NOT EXISTS pg_trgm;
			CREATE TABLE people_in (id INT, given TEXT, surname TEXT, dob TEXT, postcode TEXT);
			\copy people_in FROM '$made/people.csv' CSV HEADER
			CREATE TABLE people AS SELECT id, given || ' ' || surname || ' ' || dob AS body FROM people_in;
			CREATE INDEX ON people USING gin (body gin_trgm_ops);
			ANALYZE people;
		END
		peer=$address
	fi
	echo "== seed $seed"
	"$program" "$made" "$peer" "${FIND_PEER:-200}"
	if [ -n "$first" ] && [ -f capabilities/find/finding.c ]; then # the same people in an area: taken from the table, and found by the command
		waymark=${program%/bench/find}/waymark area=$made/area.db
		"$waymark" init --db "$area" --keys "$made" >/dev/null
		echo "== the same in an area: the index is made of its records, at the first look-up"
		"$waymark" import people "$made/people.csv" --db "$area" --keys "$made"
		"$waymark" find --batch "$made/queries.csv" -o "$made/found.csv" --db "$area" --keys "$made" 2>&1
	fi
	address= first='' # once is enough
	rm -rf "$made"
done
