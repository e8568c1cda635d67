# Who we are, whom the program runs as, and where its data lie.

SERVICE_USER=mingjie

read_settings() {
  if [ "$(id -u)" = 0 ]; then
    AS_ROOT=yes
    default_data=/var/lib/mingjie
  else
    AS_ROOT=
    default_data=${XDG_DATA_HOME:-${HOME:-}/.local/share}/mingjie
  fi
  DATA=${MINGJIE_HOME:-$default_data}
  case $DATA in
    /*) ;;
    *) DATA=$(pwd)/$DATA ;;
  esac
  APP=$DATA/app
  PORT=${MINGJIE_PORT:-8080}
  MINGJIE_HOME=$DATA
  MINGJIE_PORT=$PORT
  export MINGJIE_HOME MINGJIE_PORT
  use_utf8
}

# File names and messages are UTF-8 whatever the terminal was set to.
use_utf8() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]*8) ;;
    *)
      LC_ALL=C.UTF-8
      export LC_ALL
      ;;
  esac
}

has_own_database() {
  [ -n "${MINGJIE_DATABASE_URL:-}" ]
}

# Whether this is an unpacked bundle: the built program without its sources.
is_bundle() {
  [ ! -f "$ROOT/pom.xml" ] && [ -f "$ROOT/app/mingjie.jar" ]
}

has_web() {
  [ -f "$ROOT/web/package.json" ]
}
