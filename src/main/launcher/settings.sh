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

# What a person may get wrong, said before anything is started.
check_settings() {
  case ${MINGJIE_MEMORY_MB:-1024} in
    *[!0-9]*) refuse "MINGJIE_MEMORY_MB=$MINGJIE_MEMORY_MB 不是整数（单位 MB）。" 'unset MINGJIE_MEMORY_MB，或例如 MINGJIE_MEMORY_MB=2048' ;;
  esac
  there=$(awk '/^MemTotal:/ { printf "%d", $2 / 1024 }' /proc/meminfo)
  memory=${MINGJIE_MEMORY_MB:-1024}
  if [ "${#memory}" -gt 9 ] || [ "$memory" -lt 256 ] || { [ -n "${MINGJIE_MEMORY_MB:-}" ] && [ "$memory" -gt "$there" ]; }; then
    refuse "MINGJIE_MEMORY_MB=$MINGJIE_MEMORY_MB 须在 256 至 $there（这台机器的内存）之间。" 'unset MINGJIE_MEMORY_MB，或例如 MINGJIE_MEMORY_MB=1024'
  fi
  case ${MINGJIE_ADDRESS:-127.0.0.1} in
    127.* | 0.0.0.0 | :: | ::1 | localhost) ;;
    *)
      case " $(hostname -I 2> /dev/null) " in
        '  ') ;; # nobody knows: the program will tell
        *" $MINGJIE_ADDRESS "*) ;;
        *) refuse "MINGJIE_ADDRESS=$MINGJIE_ADDRESS 不是这台机器的地址。" 'unset MINGJIE_ADDRESS（监听全部地址），或写 hostname -I 列出的一个' ;;
      esac
      ;;
  esac
  case ${MINGJIE_START_SAMPLE:-true} in
    true | false) ;;
    *) refuse "MINGJIE_START_SAMPLE=$MINGJIE_START_SAMPLE 只能是 true 或 false。" 'unset MINGJIE_START_SAMPLE' ;;
  esac
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
