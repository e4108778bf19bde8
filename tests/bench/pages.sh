#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# tests/bench/pages.sh CLIENT WAYMARK FOLDER [POSTGRESQL-ADDRESS]: a random child of 2,000 for each request, each a new view, noted
# durably before it is sent, no page cache, 16 connections. Beside it in the same run: a child with 200 entries and one with
# 2,000, the same with the read log in memory, the same on PostgreSQL, the same page as a file from nginx, and fossil's timeline, where they are installed. Everything is
# measured in turn, round after round; the middle round counts. BENCH_SECONDS, BENCH_ROUNDS, BENCH_CHILDREN.
set -eu
client=$1 waymark=$2 folder=$3 postgres=${4:-}
seconds=${BENCH_SECONDS:-4} rounds=${BENCH_ROUNDS:-3} children=${BENCH_CHILDREN:-2000} connections=16
rows='' servers=''
memory=$(mktemp -d /dev/shm/waymark-bench.XXXXXX)
finish() {
	for pid in $servers; do kill "$pid" 2>/dev/null || :; done
	for pid in $servers; do wait "$pid" 2>/dev/null || :; done
	rm -rf "$memory"
}
trap finish EXIT
trap 'exit 130' INT TERM

# Each row has in FOLDER: NAME.what for people, NAME.port, NAME.addresses, and NAME.token where one signs in.
row() { # row NAME WORDS
	rows="$rows $1"
	echo "$2" >"$folder/$1.what"
	"$client" port >"$folder/$1.port"
}

serving() { # serving NAME COMMAND...: starts it, waits until it answers
	name=$1; shift
	"$@" >"$folder/$name.out" 2>"$folder/$name.err" &
	servers="$servers $!"
	echo / >"$folder/one"
	for _ in $(seq 100); do
		"$client" answers "$(cat "$folder/$name.port")" && return
		sleep 0.1
	done
	echo "pages: $name does not answer" >&2
	exit 1
}

area() { # area NAME DB WORDS
	row "$1" "$3"
	mkdir "$folder/$1"
	"$waymark" demo --children "$children" --db "$2" --keys "$folder/$1" >"$folder/$1/sign-ins"
	"$client" prepare "$2" "$folder/$1" "$folder/$1/sign-ins" "$folder/$1.addresses" >"$folder/$1.token"
	if [ "$1" = memory ]; then
		mv "$2".readlog* "$memory/"
		ln -s "$memory/${2##*/}.readlog" "$2.readlog"
	fi
	serving "$1" "$waymark" serve --db "$2" --keys "$folder/$1" --listen "127.0.0.1:$(cat "$folder/$1.port")"
}

# A child of the durable area with a long story, asked for again and again: on the same server.
grown() { # grown NAME ENTRIES WORDS
	row "$1" "$3"
	cp "$folder/durable.port" "$folder/$1.port"
	cp "$folder/durable.token" "$folder/$1.token"
	sed '$!d' "$folder/durable.addresses" >"$folder/$1.addresses"
	sed -i '$d' "$folder/durable.addresses" # not one of the random ones
	"$client" grow "$folder/durable.db" "$folder/durable" "$(cat "$folder/$1.addresses")" "$2"
}

nginx_file() {
	row nginx "the same page as a file, nginx"
	mkdir "$folder/www"
	"$client" fetch "$(cat "$folder/durable.port")" "$(head -1 "$folder/durable.addresses")" "$(cat "$folder/durable.token")" >"$folder/www/page"
	echo "# a page of $(wc -c <"$folder/www/page") bytes; $(nproc) processors, shared with who asks; load $(cut -d' ' -f1 /proc/loadavg)"
	echo /page >"$folder/nginx.addresses"
	owner=; [ "$(id -u)" != 0 ] || owner='user root;'
	cat >"$folder/nginx.conf" <<-END
		$owner daemon off; worker_processes 2; pid $folder/nginx.pid; error_log stderr error; events { }
		http { access_log off; keepalive_requests 100000000; client_body_temp_path $folder/t1; proxy_temp_path $folder/t2;
		fastcgi_temp_path $folder/t3; uwsgi_temp_path $folder/t4; scgi_temp_path $folder/t5;
		server { listen 127.0.0.1:$(cat "$folder/nginx.port"); root $folder/www; } }
	END
	serving nginx nginx -p "$folder" -e stderr -c "$folder/nginx.conf"
}

fossil_timeline() {
	row fossil "fossil's timeline, 50 of 100 check-ins"
	echo '/timeline?n=50' >"$folder/fossil.addresses"
	(
		export HOME="$folder" USER=bench
		mkdir "$folder/checkout" && cd "$folder/checkout"
		fossil init -A bench ../r.fossil && fossil open ../r.fossil
		for n in $(seq 100); do echo "$n" >"file$n"; fossil add "file$n"; fossil commit -m "It is loud at night, $n" --no-warnings; done
	) >"$folder/fossil.out" 2>&1
	serving fossil env HOME="$folder" USER=bench fossil server --localhost --port "$(cat "$folder/fossil.port")" "$folder/r.fossil"
}

measure() { # measure NAME: adds a line of figures: a second, bytes, middle, p99, most, failed
	token=$(cat "$folder/$1.token" 2>/dev/null || :)
	"$client" measure "$(cat "$folder/$1.port")" "$folder/$1.addresses" "$seconds" $connections "$token" >>"$folder/$1.figures"
}
middle() { sort -n "$folder/$1.figures" | sed -n "$(((rounds + 1) / 2))p"; }

area durable "$folder/durable.db" "a child's page, each look durable before it is sent"
grown long 200 "one child with 200 entries"
grown longest 2000 "one child with 2,000 entries"
area memory "$folder/memory.db" "the same, the read log in memory"
if [ -n "$postgres" ]; then area postgres "$postgres" "a child's page, PostgreSQL"; else echo "# skipped: PostgreSQL is not here"; fi
if command -v nginx >/dev/null; then nginx_file; else echo "# skipped: nginx is not here"; fi
if command -v fossil >/dev/null; then fossil_timeline; else echo "# skipped: fossil is not here"; fi
for _ in $(seq "$rounds"); do for name in $rows; do measure "$name"; done; done

fossil_rate=$([ ! -f "$folder/fossil.figures" ] || middle fossil | cut -d' ' -f1)
printf '\n%-54s %9s %8s %8s %8s %8s %7s %9s\n' "pages, $connections connections" 'a second' bytes 'p50 ms' 'p99 ms' 'most ms' failed 'x fossil'
for name in $rows; do
	middle "$name" | awk -v what="$(cat "$folder/$name.what")" -v fossil="$fossil_rate" \
		'{ printf "%-54s %9d %8d %8.2f %8.2f %8.2f %7d %9s\n", what, $1, $2, $3, $4, $5, $6, fossil ? sprintf("%.1f", $1 / fossil) : "-" }'
done
