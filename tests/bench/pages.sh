#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# tests/bench/pages.sh OUT FOLDER [SECONDS] [ROUNDS]: a random child of 2,000 for each request, each a new view, noted durably
# before it is sent, no page cache, 16 connections. Beside it in the same run: the same with the read log in memory, the same
# page as a file from nginx, and fossil's timeline, where they are installed. Everything is measured in turn, round after
# round; the middle round counts.
set -eu
out=$1 folder=$2 seconds=${3:-4} rounds=${4:-3} children=2000
command -v wrk >/dev/null || { echo "# skipped: pages, because wrk is not here"; exit 0; }
started=
memory=$(mktemp -d /dev/shm/waymark-bench.XXXXXX)
finish() {
	for pid in $started; do kill "$pid" 2>/dev/null || :; done
	for pid in $started; do wait "$pid" 2>/dev/null || :; done
	rm -rf "$memory"
}
trap finish EXIT
trap 'exit 130' INT TERM

start() { # start NAME COMMAND...: in the background, its words in FOLDER/NAME.out
	name=$1; shift
	"$@" >"$folder/$name.out" 2>"$folder/$name.err" &
	started="$started $!"
}
answers() { # answers URL: waits until it does
	for _ in $(seq 100); do curl -sf -o /dev/null "$1" && return; sleep 0.1; done
	echo "pages: nothing answers at $1" >&2; exit 1
}
area() { # area NAME PORT: makes one, and serves it
	"$out/bench/pages" "$folder/$1.db" $children >"$folder/$1.requests"
	if [ "$1" = memory ]; then
		mv "$folder/$1.db.readlog" "$memory/readlog"
		ln -s "$memory/readlog" "$folder/$1.db.readlog"
	fi
	start "$1" "$out/waymark" serve --listen "127.0.0.1:$2" --db "$folder/$1.db"
	answers "http://127.0.0.1:$2/about"
}

area durable 18181
area memory 18182
rows="durable memory"
cookie=$(head -1 "$folder/durable.requests") child=$(sed -n 2p "$folder/durable.requests")
mkdir "$folder/www"
curl -sf -H "Cookie: $cookie" -o "$folder/www/child.html" "http://127.0.0.1:18181/child/$child"
echo "# a page has $(wc -c <"$folder/www/child.html") bytes; $(nproc) processors, shared with wrk; load $(cut -d' ' -f1 /proc/loadavg)"
if command -v nginx >/dev/null; then
	cat >"$folder/nginx.conf" <<-END
	daemon off; master_process off; pid $folder/nginx.pid; error_log stderr error;
	events { worker_connections 256; }
	http { access_log off; client_body_temp_path $folder/t1; proxy_temp_path $folder/t2; fastcgi_temp_path $folder/t3;
	uwsgi_temp_path $folder/t4; scgi_temp_path $folder/t5; server { listen 127.0.0.1:18183; root $folder/www; } }
	END
	start nginx nginx -c "$folder/nginx.conf"
	answers http://127.0.0.1:18183/child.html
	rows="$rows nginx"
fi
if command -v fossil >/dev/null; then
	export HOME="$folder" USER=bench
	fossil new "$folder/f.fossil" >/dev/null
	mkdir "$folder/f"
	(cd "$folder/f" && fossil open "$folder/f.fossil" >/dev/null && for i in $(seq 60); do
		echo "$i" >>file; [ "$i" != 1 ] || fossil add file >/dev/null
		fossil commit -m "It is loud at night, $i" --no-warnings >/dev/null 2>&1; done)
	start fossil fossil server --localhost --port 18184 "$folder/f.fossil"
	answers http://127.0.0.1:18184/timeline
	rows="$rows fossil"
fi

measure() { # measure NAME: one line «RESULT a second, p50, p99, errors»
	case $1 in
	durable) FILE="$folder/durable.requests" wrk -t1 -c16 -d"${seconds}s" -s tests/bench/pages.lua http://127.0.0.1:18181/ ;;
	memory)  FILE="$folder/memory.requests" wrk -t1 -c16 -d"${seconds}s" -s tests/bench/pages.lua http://127.0.0.1:18182/ ;;
	nginx)   wrk -t1 -c16 -d"${seconds}s" -s tests/bench/result.lua http://127.0.0.1:18183/child.html ;;
	fossil)  wrk -t1 -c16 -d"${seconds}s" -s tests/bench/result.lua http://127.0.0.1:18184/timeline ;;
	esac | grep ^RESULT >>"$folder/$1.results"
}
for _ in $(seq "$rounds"); do for row in $rows; do measure "$row"; done; done

middle() { sort -n -k2 "$folder/$1.results" | sed -n "$(((rounds + 1) / 2))p"; }
fossil_rate=$([ ! -f "$folder/fossil.results" ] || middle fossil | cut -d' ' -f2)
printf '\n%-58s %10s %8s %8s %7s %9s\n' 'pages' 'a second' 'p50 ms' 'p99 ms' 'errors' 'x fossil'
for row in $rows; do
	case $row in
	durable) what="a child's page, each look durable before it is sent" ;;
	memory)  what="the same, the read log in memory" ;;
	nginx)   what="the same page as a file, nginx" ;;
	fossil)  what="fossil's timeline" ;;
	esac
	middle "$row" | awk -v what="$what" -v fossil="$fossil_rate" \
		'{ printf "%-58s %10d %8.2f %8.2f %7d %9s\n", what, $2, $3, $4, $5, fossil ? sprintf("%.1f", $2 / fossil) : "-" }'
done
