# The built program with its launcher in one file, and the software packages of this release of the system, for a machine
# without internet.

make_bundle() { # [--without-packages] [FILE]
  with_packages=yes
  if [ "${1:-}" = --without-packages ]; then
    with_packages=
    shift
  fi
  [ $# -le 1 ] || refuse 'bundle 只要一个文件名。' './mingjie bundle /tmp/mingjie-bundle.tar.gz'
  case ${1:-} in
    -*) refuse "没有“$1”这个选项。" './mingjie bundle [--without-packages] [文件]' ;;
  esac
  archive=${1:-$ROOT/target/mingjie-bundle.tar.gz}
  [ $# -eq 0 ] || check_output "$archive"
  read_settings
  refuse_in_bundle bundle
  check_sources_writable
  read_wanted_stamp
  ensure_software build
  build_program
  packing=$(mktemp -d)
  trap 'rm -rf "$packing"' EXIT
  folder=$packing/mingjie-bundle
  mkdir "$folder"
  cp "$ROOT/mingjie" "$ROOT/LICENSE" "$folder/"
  cp -R "$LAUNCHER" "$folder/launcher"
  cp -R "$ROOT/target/app" "$folder/app"
  [ -z "$with_packages" ] || add_packages "$folder/packages"
  tar -C "$packing" --owner=0 --group=0 -czf "$packing/mingjie-bundle.tar.gz" mingjie-bundle
  mv "$packing/mingjie-bundle.tar.gz" "$archive"
  say "已打包：$(realpath -- "$archive")（$(du -m "$archive" | cut -f 1) MB）"
  [ -z "$with_packages" ] || say "里面有 $(system_release) 的软件包，目标机器要是同样的系统，不用联网"
  say '在另一台机器上：tar -xzf mingjie-bundle.tar.gz && sudo mingjie-bundle/mingjie run'
}

# Name and architecture of the system, such as bookworm/amd64.
system_release() {
  printf '%s/%s' "$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release | tr -d '"')" "$(dpkg --print-architecture)"
}

# All that the program needs beyond the smallest Debian, with an index, as apt reads it. An empty state of the system
# makes apt name every package that they depend on, whatever is installed here.
add_packages() { # FOLDER
  has_command apt-get && has_command dpkg-deb || refuse '这个系统没有 apt-get，不能带上软件包。' './mingjie bundle --without-packages'
  packages_log=$(mktemp)
  say '下载软件包（几百 MB）…'
  mkdir -p "$1" "$packing/apt/partial" "$packing/apt/state"
  : > "$packing/apt/status"
  # shellcheck disable=SC2046
  apt-get -q -y --no-install-recommends --download-only -o Dir::State::status="$packing/apt/status" -o Dir::Cache::archives="$packing/apt" \
    -o Debug::NoLocking=1 -o APT::Sandbox::User= install $(java_package) postgresql postgresql-postgis gdal-bin $FONT_PACKAGES > "$packages_log" 2>&1 ||
    failed '软件包没有下载成功，请检查网络和软件源，先运行 sudo apt-get update。' "$packages_log"
  for package in "$packing"/apt/*.deb; do
    [ -f "$package" ] || failed '没有下载到软件包。' "$packages_log"
    mv "$package" "$1/"
  done
  rm -f "$packages_log"
  (
    cd "$1"
    for package in *.deb; do
      dpkg-deb -f "$package"
      printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$package" "$(stat -c %s "$package")" "$(sha256sum < "$package" | cut -d ' ' -f 1)"
    done > Packages
  )
  system_release > "$1/release"
}

# Whether this bundle has the packages of this system.
has_own_packages() {
  [ -f "$ROOT/packages/Packages" ] || return 1
  [ "$(cat "$ROOT/packages/release")" = "$(system_release)" ] && return 0
  say "包里的软件包是给 $(cat "$ROOT/packages/release") 的，这台机器是 $(system_release)，改从网络安装"
  return 1
}

# apt_own ARGUMENT...: apt-get that knows the packages of the bundle and no others.
apt_own() {
  own=$(mktemp -d)
  chmod 755 "$own"
  mkdir -p "$own/lists/partial"
  printf 'deb [trusted=yes] file:%s ./\n' "$(printf '%s' "$ROOT/packages" | sed 's/ /%20/g')" > "$own/sources.list"
  status=0
  as_root env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 sh -c '
    options="-q -y -o Dir::Etc::sourcelist=$1/sources.list -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists=$1/lists
      -o APT::Sandbox::User= -o DPkg::Lock::Timeout=600"
    shift
    apt-get $options update && apt-get $options --no-install-recommends -o Dpkg::Options::=--force-confold install "$@"' sh "$own" "$@" || status=$?
  as_root rm -rf "$own"
  return "$status"
}
