# The software of the machine: what is there, what is missing, and how Debian and Ubuntu get it.

OLDEST_JAVA=17
OLDEST_NODE=18
OLDEST_POSTGRESQL=15
CREATECLUSTER=/etc/postgresql-common/createcluster.conf
FONT_PACKAGES='fonts-wqy-zenhei fonts-arphic-uming fonts-lxgw-wenkai fonts-hanazono'

# --- Java -----------------------------------------------------------------------------------------------

# Version of a java program such as 17.0.15, read from the file beside it where there is one (starting java takes
# longer).
java_version() {
  java_home=$(dirname "$(dirname "$(readlink -f "$1")")")
  if [ -f "$java_home/release" ]; then
    sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$java_home/release"
  else
    "$1" -version 2>&1 | sed -n 's/^.* version "\([^"]*\)".*/\1/p' | head -n 1
  fi
}

java_is_usable() { # PROGRAM [compiler]
  [ -f "$1" ] && [ -x "$1" ] || return 1
  [ -z "${2:-}" ] || [ -x "$(dirname "$(readlink -f "$1")")/javac" ] || return 1
  version=$(java_version "$1") || return 1
  major=${version%%[!0-9]*}
  [ "${major:-0}" -ge "$OLDEST_JAVA" ]
}

# find_java [compiler]: sets JAVA; false if there is none. MINGJIE_JAVA goes first but need not bring a compiler.
find_java() {
  if [ -n "${MINGJIE_JAVA:-}" ] && ! java_is_usable "$MINGJIE_JAVA"; then
    refuse "MINGJIE_JAVA=$MINGJIE_JAVA 不是 Java $OLDEST_JAVA 或更新的 java 程序。" \
      'unset MINGJIE_JAVA，或指向例如 /usr/lib/jvm/java-17-openjdk-amd64/bin/java'
  fi
  for JAVA in "${MINGJIE_JAVA:-}" "${JAVA_HOME:-/nowhere}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    ! java_is_usable "$JAVA" "${1:-}" || return 0
  done
  return 1
}

# --- what is missing ------------------------------------------------------------------------------------

has_command() {
  command -v "$1" > /dev/null 2>&1
}

has_node() { # OLDEST
  has_command node || return 1
  node_major=$(node -p 'process.versions.node.split(".")[0]' 2> /dev/null) || return 1
  [ "${node_major:-0}" -ge "$1" ]
}

# The program looks in the same places: PostgresBinaries.java
has_postgis() {
  for control in /usr/share/postgresql/*/extension/postgis.control; do
    version=${control#/usr/share/postgresql/}
    version=${version%%/*}
    case $version in
      *[!0-9]*) continue ;;
    esac
    if [ "$version" -ge "$OLDEST_POSTGRESQL" ] && [ -x "/usr/lib/postgresql/$version/bin/postgres" ]; then
      return 0
    fi
  done
  return 1
}

has_font() { # FILE: anywhere below the font folders
  [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name "$1" -print -quit 2> /dev/null)" ]
}

need() { # PACKAGES; adds them to MISSING
  MISSING="${MISSING:+$MISSING }$*"
}

# Debian 12 has OpenJDK 17, later releases dropped it.
java_package() {
  if [ -f "$ROOT/packages/Packages" ]; then
    sed -n 's/^Package: \(openjdk-[0-9]*-jdk-headless\)$/\1/p' "$ROOT/packages/Packages" | head -n 1 | grep . && return
  fi
  for version in 17 21 25; do
    if apt-cache show "openjdk-$version-jdk-headless" > /dev/null 2>&1; then
      echo "openjdk-$version-jdk-headless"
      return
    fi
  done
  echo openjdk-17-jdk-headless
}

missing_to_run() {
  find_java || need "$(java_package)"
  has_own_database || has_postgis || need postgresql postgresql-postgis
  has_command ogr2ogr || need gdal-bin
  has_font wqy-zenhei.ttc || need fonts-wqy-zenhei
  has_font uming.ttc || need fonts-arphic-uming
  has_font 'LXGWWenKai-Regular.ttf' || need fonts-lxgw-wenkai
  has_font HanaMinA.ttf || need fonts-hanazono
}

missing_to_build() {
  find_java compiler || need "$(java_package)"
  has_command mvn || need maven
  ! has_web || has_node "$OLDEST_NODE" || need nodejs
  ! has_web || has_command npm || need npm
}

missing_to_test() {
  has_postgis || need postgresql postgresql-postgis
  has_node "$OLDEST_NODE" || need nodejs
  has_command npm || need npm
  has_command chromium || has_command chromium-browser || has_command google-chrome || need chromium
  has_font 'NotoSansCJK-Regular.ttc' || need fonts-noto-cjk
}

# list_missing WHAT...: sets MISSING to the packages that the named purposes (run, build, test) lack, each once.
list_missing() {
  MISSING=
  for purpose in "$@"; do
    "missing_to_$purpose"
  done
  MISSING=$(printf '%s\n' $MISSING | awk 'NF && !seen[$0]++' | paste -sd ' ' -)
}

# --- getting it -----------------------------------------------------------------------------------------

# ensure_software WHAT...: installs what the named purposes lack, or says the command and ends with 2.
ensure_software() {
  list_missing "$@"
  [ -n "$MISSING" ] || return 0
  has_command apt-get || refuse "还缺软件：$MISSING（Debian 的包名）。" '用本系统的软件包管理器装上它们，再运行一次'
  may_be_root || refuse "还缺软件：$MISSING" "请管理员运行：$(command_for_administrator)"
  apt_log=$(mktemp)
  if has_own_packages; then
    install_own_packages "$@"
    return
  fi
  say '更新软件包目录…'
  as_root apt-get -q -o DPkg::Lock::Timeout=600 update > "$apt_log" 2>&1 ||
    failed '软件包目录没有更新成功，请检查网络和软件源。' "$apt_log"
  list_missing "$@" # names of packages are certain only now
  install_packages "$MISSING"
  list_missing "$@"
  [ "$MISSING" != npm ] || install_packages npm
  list_missing "$@"
  rm -f "$apt_log"
  [ -z "$MISSING" ] || refuse "软件源里没有够新的版本：$MISSING（需要 Java $OLDEST_JAVA、Node $OLDEST_NODE、\
PostgreSQL $OLDEST_POSTGRESQL 或更新）。" '换用 Debian 12、Ubuntu 24.04 或更新的系统'
}

# From the bundle that this is, without any network.
install_own_packages() { # WHAT...
  case " $MISSING " in
    *' postgresql '*) keep_no_main_cluster ;;
  esac
  say "从包里安装软件：$MISSING…"
  # shellcheck disable=SC2086
  apt_own $MISSING > "$apt_log" 2>&1 || failed "软件没有装上：$MISSING" "$apt_log"
  rm -f "$apt_log"
  list_missing "$@"
  [ -z "$MISSING" ] || refuse "包里没有这些软件：$MISSING。" '在能联网的同样系统上重新打包：./mingjie bundle'
}

may_be_root() {
  [ -n "$AS_ROOT" ] || { has_command sudo && sudo -n true 2> /dev/null; }
}

as_root() {
  if [ -n "$AS_ROOT" ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

# A nodejs from elsewhere may bring npm along and refuse Debian's: npm waits for a round of its own.
install_packages() { # PACKAGES
  case " $1 " in
    *' nodejs '*) now=$(printf '%s\n' $1 | grep -vx npm | paste -sd ' ' -) ;;
    *) now=$1 ;;
  esac
  case " $now " in
    *' postgresql '*) keep_no_main_cluster ;;
  esac
  say "安装软件：$now…"
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 apt-get -q -y --no-install-recommends \
    -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confold install $now > "$apt_log" 2>&1 ||
    failed "软件没有装上：$now" "$apt_log"
}

# Debian would make and start a cluster of its own, which nobody needs; a cluster that exists stays.
keep_no_main_cluster() {
  others=$(grep -v '^[[:space:]]*create_main_cluster' "$CREATECLUSTER" 2> /dev/null || true)
  as_root mkdir -p "$(dirname "$CREATECLUSTER")"
  printf '%s\n' ${others:+"$others"} 'create_main_cluster = false' | as_root tee "$CREATECLUSTER" > /dev/null
}

command_for_administrator() {
  case " $MISSING " in
    *' postgresql '*)
      printf "sudo mkdir -p %s && echo 'create_main_cluster = false' | sudo tee -a %s && " \
        "$(dirname "$CREATECLUSTER")" "$CREATECLUSTER"
      ;;
  esac
  printf 'sudo apt-get update && sudo apt-get install -y --no-install-recommends %s' "$MISSING"
}
