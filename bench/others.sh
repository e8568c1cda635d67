# shellcheck shell=sh
# How the benchmarks come by the servers that ours is compared with: from the path, from the cache folder, or built there
# from source. Each function sets its variable, or leaves it empty and says why.

OTHERS=${XDG_CACHE_HOME:-$HOME/.cache}/mingjie/bench/peers
MARTIN_VERSION=1.14.0
PG_FEATURESERV_VERSION=v1.3.1

# at_hand PROGRAM: where it is; false if nowhere
at_hand() {
  command -v "$1" && return
  [ -x "$OTHERS/bin/$1" ] && echo "$OTHERS/bin/$1"
}

# Without what serves other things than PostGIS (a renderer, other formats, metrics): it takes no part in a tile, and
# building it takes several times as long.
find_martin() {
  MARTIN=$(at_hand martin) && return
  if ! command -v cargo >/dev/null; then
    echo 'Martin is not installed, and there is no Rust (cargo) to build it with: no comparison with Martin'
    return
  fi
  echo "building Martin $MARTIN_VERSION, which takes a quarter of an hour or more (log: $OTHERS/martin.log)"
  mkdir -p "$OTHERS"
  if cargo install martin --version "$MARTIN_VERSION" --locked --no-default-features --features postgres --root "$OTHERS" >"$OTHERS/martin.log" 2>&1; then
    MARTIN=$OTHERS/bin/martin
  else
    MARTIN=
    tail -n 5 "$OTHERS/martin.log"
    echo 'Martin could not be built: no comparison with Martin'
  fi
}

find_pg_tileserv() {
  PG_TILESERV=$(at_hand pg_tileserv) && return
  if ! command -v go >/dev/null; then
    echo 'pg_tileserv is not installed, and there is no Go to build it with'
    return
  fi
  mkdir -p "$OTHERS"
  if GOBIN="$OTHERS/bin" go install github.com/CrunchyData/pg_tileserv@latest >"$OTHERS/pg_tileserv.log" 2>&1; then
    PG_TILESERV=$OTHERS/bin/pg_tileserv
  else
    PG_TILESERV=
    tail -n 2 "$OTHERS/pg_tileserv.log"
    echo 'pg_tileserv could not be had: go install failed'
  fi
}

# "go install" of a version asks for all versions of the module, which not every proxy tells; the version itself is fetched
# and built in a copy, where the build may write.
find_pg_featureserv() {
  PG_FEATURESERV=$(at_hand pg_featureserv) && return
  if ! command -v go >/dev/null; then
    echo 'pg_featureserv is not installed, and there is no Go to build it with: no comparison with pg_featureserv'
    return
  fi
  mkdir -p "$OTHERS/bin"
  if build_pg_featureserv >"$OTHERS/pg_featureserv.log" 2>&1; then
    PG_FEATURESERV=$OTHERS/bin/pg_featureserv
  else
    PG_FEATURESERV=
    tail -n 5 "$OTHERS/pg_featureserv.log"
    echo 'pg_featureserv could not be built: no comparison with pg_featureserv'
  fi
}

# The schema peer holds what others publish; it is made anew, and left behind in no database filled before.
make_peer_schema() {
  if [ "$(sql -c "SELECT count(*) FROM pg_namespace WHERE nspname = 'peer'")" = 1 ]; then
    [ "$(sql -c "SELECT obj_description('peer'::regnamespace, 'pg_namespace') LIKE 'made by ./mingjie bench%'")" = t ] ||
      { echo '库里已有名为 peer 的 schema，不是性能测试建的：先改名' >&2; exit 2; }
    sql -c 'SET client_min_messages = error' -c 'DROP SCHEMA peer CASCADE'
  fi
  PEER_SCHEMA=made
  sql -c 'CREATE SCHEMA peer' -c "COMMENT ON SCHEMA peer IS 'made by ./mingjie bench, which drops it at its end'"
}

drop_peer_schema() {
  [ -z "${PEER_SCHEMA:-}" ] || [ -d "$WORK/data" ] || sql -c 'SET client_min_messages = error' -c 'DROP SCHEMA peer CASCADE'
}

build_pg_featureserv() (
  folder=$(mktemp -d)
  trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
  mkdir "$folder/asking"
  cd "$folder/asking" || exit
  go mod init asking || exit
  found=$(go mod download -json "github.com/CrunchyData/pg_featureserv@$PG_FEATURESERV_VERSION") || { echo "$found"; exit 1; }
  kept=$(echo "$found" | sed -n 's/^[[:space:]]*"Dir": "\(.*\)",*$/\1/p')
  cp -r "$kept" "$folder/source" || exit
  chmod -R u+w "$folder/source"
  cd "$folder/source" || exit
  go build -o "$OTHERS/bin/pg_featureserv" .
)
