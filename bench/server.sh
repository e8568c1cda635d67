# shellcheck shell=sh
# What the benchmarks share, to be read in by them: a database (a throw-away server of their own, or one filled before)
# and our server on it. Everything started here ends with the benchmark.

ROOT=$(dirname "$(readlink -f "$0")")/..
PORT=${MINGJIE_BENCH_PORT:-54329}
HTTP=${MINGJIE_BENCH_HTTP:-18399}
B=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
CLASSES=$ROOT/target/classes
JAR=$ROOT/target/mingjie.jar
DATABASE=${MINGJIE_BENCH_DATABASE:-}
URL=http://127.0.0.1:$HTTP
WORK=
STARTED=

begin() {
  WORK=$(mktemp -d)
  AS=
  if [ "$(id -u)" = 0 ]; then
    chown postgres: "$WORK"
    AS="setpriv --reuid=postgres --regid=postgres --init-groups"
  fi
  trap end EXIT
  trap 'exit 130' INT TERM
}

# Called at the end of the benchmark before anything is stopped; benchmarks that leave something elsewhere say what to do.
before_end() { :; }

end() {
  before_end || true
  for pid in $STARTED; do
    kill "$pid" 2>/dev/null || true
  done
  for pid in $STARTED; do
    wait "$pid" 2>/dev/null || true
  done
  [ ! -d "$WORK/data" ] || (cd / && $AS "$B/pg_ctl" -D "$WORK/data" -m fast -w stop >/dev/null 2>&1) || true
  rm -rf "$WORK"
}

# A throw-away database server with one empty database; sets DATABASE.
own_database() { # NAME [POSTGRES_OPTION]...
  name=$1
  shift
  cd /
  $AS "$B/initdb" -D "$WORK/data" -E UTF8 --locale=C.UTF-8 -U bench -A trust >/dev/null
  $AS "$B/pg_ctl" -D "$WORK/data" -w -l "$WORK/log" -o "-p $PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c max_connections=300 -c work_mem=32MB -c max_wal_size=4GB $*" start >/dev/null
  cd "$ROOT"
  "$B/createdb" -h 127.0.0.1 -p "$PORT" -U bench -T template0 -E UTF8 --locale=C.UTF-8 "$name"
  DATABASE=postgresql://bench:-@127.0.0.1:$PORT/$name
}

built() { [ -f "$JAR" ] && [ -d "$CLASSES" ] || { echo '先构建：mvn -q package' >&2; exit 2; }; }

# The database that MINGJIE_BENCH_DATABASE names, or one into which these files have been imported.
country_database() { # NAME [PROFILE FILE]...
  name=$1
  shift
  [ -n "$DATABASE" ] || [ $# -ge 2 ] ||
    { echo "用法：./mingjie bench $name 导入方案 文件 [导入方案 文件]...，或用 MINGJIE_BENCH_DATABASE 给出已有数据的库" >&2; exit 2; }
  built
  if [ -z "$DATABASE" ]; then
    own_database "$name" -c shared_buffers=512MB -c maintenance_work_mem=256MB
  fi
  export MINGJIE_HOME="$WORK/home" MINGJIE_DATABASE_URL="$DATABASE"
  while [ $# -ge 2 ]; do
    start=$(date +%s)
    java -Xmx1g -jar "$JAR" import --profile "$1" "$2" | tail -n 1
    echo "import of $2: $(($(date +%s) - start)) s"
    shift 2
  done
}

sql() { "$B/psql" -q -X -At -v ON_ERROR_STOP=1 -d "$DATABASE" -c 'SET search_path = app, public' "$@"; }

# wait_for PID ADDRESS LOG: until the server answers, or ends with what it has said
wait_for() {
  tries=0
  until curl -s -f -o /dev/null "$2"; do
    tries=$((tries + 1))
    # one that has ended stays as a zombie until it is waited for
    case $(sed 's/.*) \(.\).*/\1/' "/proc/$1/stat" 2>/dev/null) in '' | Z) tries=1000 ;; esac
    [ "$tries" -lt 180 ] || { tail -n 50 "$3" >&2; exit 1; }
    sleep 1
  done
}

our_server() { # [JAVA_OPTION]...
  MINGJIE_HOME="$WORK/home" MINGJIE_DATABASE_URL="$DATABASE" MINGJIE_PORT=$HTTP MINGJIE_MANAGEMENT_PORT=$((HTTP + 1)) \
    MINGJIE_ADDRESS=127.0.0.1 MINGJIE_START_SAMPLE=false java -Xmx1g "$@" -jar "$JAR" run >"$WORK/server.log" 2>&1 &
  STARTED="$STARTED $!"
  wait_for $! "$URL/tiles/base.json" "$WORK/server.log"
}

# Java programs of this folder, each with what it needs besides.
compile() { # FILE.java...
  mkdir -p "$WORK/classes"
  (cd "$ROOT/bench" && javac -cp "$CLASSES" -d "$WORK/classes" "$@")
}

java_small() { java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$WORK/classes:$CLASSES" "$@"; }

# Ten tiles of each zoom from 3 to 14 where something lies, the same ones for the same data: /tiles/base/z/x/y.mvt
some_tiles() {
  sql -c "
    SELECT '/tiles/base/' || z || '/' || x || '/' || y || '.mvt' FROM (
      SELECT DISTINCT ON (z, x, y) z, x, y, n FROM generate_series(3, 14) z
      CROSS JOIN LATERAL (SELECT floor((st_x(g) + 20037508.342789244) / 40075016.685578488 * (1 << z))::int AS x,
                                 floor((20037508.342789244 - st_y(g)) / 40075016.685578488 * (1 << z))::int AS y, n
        FROM (SELECT g3857 AS g, md5(code) AS n FROM tile_feature WHERE layer = 'place'
              UNION ALL SELECT label, md5(code) FROM tile_division ORDER BY 2 LIMIT 400) p) t ORDER BY z, x, y, n) d
    ORDER BY z, md5(x || '/' || y)" \
    | awk -F/ '{ if (n[$4]++ < 10) print }'
}

# Whatever tile is asked for next has to be made.
stale() {
  sql -c "INSERT INTO tile_revision SELECT l, -1, 0, 0, nextval('tile_revision_seq')
    FROM unnest(ARRAY['place','road','water','ground','division','division_label','boundary']) l
    ON CONFLICT (z, x, y, layer) DO UPDATE SET rev = excluded.rev" >/dev/null
}

machine() {
  echo "machine: $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), load $(cut -d' ' -f1-3 /proc/loadavg), $("$B/postgres" --version)"
}
