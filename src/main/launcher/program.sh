# The program itself: built from the sources when they have changed, installed into the data folder, run from there.

# --- what is wanted and what is there -------------------------------------------------------------------

# One number over everything the build reads.
source_stamp() {
  cd "$ROOT"
  find pom.xml src/main migrations gis-data web \
    \( -path src/main/launcher -o -path web/dist -o -path web/coverage -o -name node_modules \) -prune \
    -o -type f -print0 2> /dev/null | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

read_wanted_stamp() {
  if is_bundle; then
    STAMP=$(cat "$ROOT/app/stamp")
  else
    STAMP=$(source_stamp)
  fi
}

is_installed() {
  [ -f "$APP/mingjie.jar" ] && [ "$(cat "$APP/stamp" 2> /dev/null)" = "$STAMP" ]
}

# The process that runs from the installed program, if one does; its files must not be exchanged under it.
program_user() {
  for process in /proc/[0-9]*; do
    if tr '\0' '\n' 2> /dev/null < "$process/cmdline" | grep -qxF "$APP/mingjie.jar"; then
      echo "${process#/proc/}"
      return
    fi
  done
}

# prepare_program run|command: afterwards the wanted program is installed and JAVA can run it.
prepare_program() {
  read_wanted_stamp
  if is_installed; then
    ensure_software run
  elif [ -n "$(program_user)" ]; then
    keep_program_in_use "$1"
    ensure_software run
  elif is_bundle; then
    ensure_software run
    ensure_service_user
    ensure_folder
    install_program "$ROOT/app"
  else
    ensure_software run build
    build_program
    ensure_service_user
    ensure_folder
    install_program "$ROOT/target/app"
  fi
  ensure_service_user
  ensure_folder
  find_java # there is one: ensure_software has seen to it
  as_service test -x "$JAVA" || refuse "用户 $(service_user_name) 不能运行 $JAVA。" \
    'apt-get install --no-install-recommends openjdk-17-jdk-headless，并 unset MINGJIE_JAVA JAVA_HOME'
}

# A command shares the database of a running server, so it also uses the server's version.
keep_program_in_use() { # run|command
  [ "$1" = command ] || refuse "数据文件夹 $DATA 里的旧版本还在运行（进程 $(program_user)）。" \
    "kill $(program_user)，再 ./mingjie run"
  say '源码已有变化，但服务器还在运行：这个命令用服务器的版本。'
}

# --- build ----------------------------------------------------------------------------------------------

build_program() {
  ! is_built || return 0
  check_sources_writable
  mkdir -p "$ROOT/target"
  exec 9>> "$ROOT/target/launcher.lock"
  flock 9
  if ! is_built; then
    build_log=$ROOT/target/launcher.log
    : > "$build_log"
    build_web
    build_java
    unpack_program
    write_built_mark
    hand_back_to_owner
  fi
  exec 9>&-
}

check_sources_writable() {
  for folder in "$ROOT" "$ROOT/target"; do
    [ ! -d "$folder" ] || [ -w "$folder" ] || refuse "用户 $(id -un) 不能在 $folder 里构建。" \
      "sudo chown -R $(id -un): $ROOT，或把源码复制到自己的文件夹里"
  done
}

# Built from these sources, and the jar is still the one that was built.
is_built() {
  [ -f "$ROOT/target/app/mingjie.jar" ] && [ "$(built_mark 2> /dev/null)" = "$(cat "$ROOT/target/mingjie.built" 2> /dev/null)" ]
}

built_mark() {
  printf '%s %s\n' "$STAMP" "$(sha256sum < "$ROOT/target/mingjie.jar")"
}

write_built_mark() {
  built_mark > "$ROOT/target/mingjie.built"
}

build_web() {
  has_web || return 0
  say '安装网页的依赖…'
  in_web npm ci --no-audit --no-fund || failed '网页的依赖没有装上，请检查网络。' "$build_log"
  say '构建网页…'
  in_web npm run build || failed '网页没有构建成功。' "$build_log"
}

in_web() {
  (cd "$ROOT/web" && quietly "$build_log" "$@")
}

build_java() {
  say '构建程序（第一次要下载依赖，需几分钟）…'
  use_compiler
  (cd "$ROOT" && quietly "$build_log" mvn -q -B -DskipTests package) || failed '程序没有构建成功。' "$build_log"
}

use_compiler() {
  find_java compiler
  JAVA_HOME=$(dirname "$(dirname "$(readlink -f "$JAVA")")")
  export JAVA_HOME
}

# The jar's libraries as files of their own: starts sooner than a jar in a jar.
unpack_program() {
  rm -rf "$ROOT/target/app"
  quietly "$build_log" "$JAVA" -Djarmode=tools -jar "$ROOT/target/mingjie.jar" extract --destination "$ROOT/target/app" ||
    failed '程序没有解开。' "$build_log"
  echo "$STAMP" > "$ROOT/target/app/stamp"
}

# After "sudo ./mingjie run" in a folder of an ordinary user, that user can go on building there.
hand_back_to_owner() {
  [ -n "$AS_ROOT" ] || return 0
  for made in "$ROOT/target" "$ROOT/web/dist" "$ROOT/web/node_modules"; do
    [ ! -d "$made" ] || chown -R --reference="$ROOT" "$made"
  done
}

# --- install --------------------------------------------------------------------------------------------

# Beside the old one first, then exchanged by two renames.
install_program() { # FOLDER of the unpacked program
  say "安装到 $APP…"
  as_service rm -rf "$APP.new" "$APP.old"
  as_service mkdir "$APP.new"
  tar -C "$1" -cf - . | as_service tar -C "$APP.new" -xf -
  cmp -s "$1/stamp" "$APP.new/stamp" && cmp -s "$1/mingjie.jar" "$APP.new/mingjie.jar" ||
    refuse "程序没有完整地装进 $APP.new。" "df -h $DATA"
  [ ! -d "$APP" ] || as_service mv "$APP" "$APP.old"
  as_service mv "$APP.new" "$APP"
  as_service rm -rf "$APP.old"
}

# --- commands of the program ----------------------------------------------------------------------------

program_command() { # WORD ARGUMENT...
  read_settings
  check_settings
  check_paths "$@"
  check_folder
  check_space
  prepare_program command
  sweep_dead
  if [ -n "$AS_ROOT" ]; then
    run_staged "$@"
  else
    become_java "$@"
  fi
}
