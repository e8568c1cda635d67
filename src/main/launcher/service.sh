# Running the program: as the user "mingjie" when started by root, else as whoever we are.

# --- user and folder ------------------------------------------------------------------------------------

ensure_service_user() {
  [ -n "$AS_ROOT" ] || return 0
  id "$SERVICE_USER" > /dev/null 2>&1 && return 0
  say "建立系统用户 $SERVICE_USER…"
  useradd --system --user-group --home-dir /var/lib/mingjie --no-create-home --shell /usr/sbin/nologin "$SERVICE_USER"
}

ensure_folder() {
  if [ -n "$AS_ROOT" ] && [ ! -d "$DATA" ]; then
    mkdir -p "$(dirname "$DATA")"
    mkdir -m 0750 "$DATA"
  fi
  [ -z "$AS_ROOT" ] || [ "$(stat -c %U "$DATA")" = "$SERVICE_USER" ] || chown "$SERVICE_USER:" "$DATA"
  as_service mkdir -p "$DATA/scratch" 2> /dev/null ||
    refuse "用户 $(service_user_name) 进不去数据文件夹 $DATA。" 'MINGJIE_HOME=/var/lib/mingjie ./mingjie run'
  as_service chmod 0700 "$DATA/scratch"
}

# as_service COMMAND...: everything inside the data folder is written by the user the program runs as, so that
# root never follows a link that this user could have laid.
as_service() {
  (become_service "$@")
}

# Replaces this shell by the command, so that signals reach it.
become_service() {
  [ -n "$AS_ROOT" ] || exec "$@"
  clean_environment
  exec setpriv --reuid="$SERVICE_USER" --regid="$SERVICE_USER" --init-groups "$@"
}

# Nothing of root's environment reaches the service but our own settings. Unset, not env -i with values: those
# would show a database password in the list of processes.
clean_environment() {
  for name in $(awk 'BEGIN { for (name in ENVIRON) print name }'); do
    case $name in
      MINGJIE_* | PATH | *[!A-Za-z0-9_]*) ;;
      *) unset "$name" ;;
    esac
  done
  LANG=C.UTF-8
  HOME=$DATA
  export LANG HOME
}

# --- java -----------------------------------------------------------------------------------------------

# A quarter of the memory that this machine or container has.
heap_mb() {
  limit=$(cat /sys/fs/cgroup/memory.max 2> /dev/null || echo max)
  awk -v "limit=$limit" '/^MemTotal:/ {
    mb = $2 / 1024
    if (limit != "max" && limit / 1048576 < mb) mb = limit / 1048576
    heap = mb / 4
    if (heap < 512) heap = 512
    if (heap > 3072) heap = 3072
    printf "%d", heap
  }' /proc/meminfo
}

# become_java WORD ARGUMENT...: replaces this shell by the program.
become_java() {
  archive=$(class_archive)
  [ -s "$archive" ] || archive=
  tuning=
  [ "$1" = run ] || tuning=-XX:+UseSerialGC # of a command: the other cores are for the database
  become_service ${RESET_SIGNALS:+env --default-signal=INT,QUIT} "$JAVA" $tuning \
    "-Xmx${MINGJIE_MEMORY_MB:-$(heap_mb)}m" -Xshare:auto ${archive:+"-XX:SharedArchiveFile=$archive"} \
    -Xlog:disable -Xlog:all=error:stderr \
    -Djava.io.tmpdir="$DATA/scratch" -Dfile.encoding=UTF-8 -jar "$APP/mingjie.jar" "$@"
}

# --- a quicker start ------------------------------------------------------------------------------------

# Class data sharing saves a third of the start. The archive fits one Java and one build only, so it is named after
# the one and lies with the other; what does not fit is ignored (-Xshare:auto).
class_archive() {
  echo "$APP/java-$(java_version "$JAVA").jsa"
}

# Starts once on a throw-away folder and stops before serving; an empty archive says that it was tried in vain.
ensure_class_archive() {
  archive=$(class_archive)
  [ ! -e "$archive" ] || return 0
  say '为以后快速启动做准备（只做一次）…'
  trial=$(as_service mktemp -d "$DATA/scratch/trial.XXXXXX")
  (start_on_trial "$trial" "$archive") > /dev/null 2>&1 < /dev/null || true
  as_service rm -rf "$trial"
  as_service touch "$archive"
}

# Where PostGIS is elsewhere the start ends at the database, with most classes loaded.
start_on_trial() { # FOLDER ARCHIVE
  MINGJIE_HOME=$1 MINGJIE_PORT=0 MINGJIE_MANAGEMENT_PORT=0 MINGJIE_ADDRESS=127.0.0.1
  unset MINGJIE_DATABASE_URL
  has_postgis || MINGJIE_DATABASE_URL=postgresql://127.0.0.1:1/none
  [ -z "${MINGJIE_DATABASE_URL:-}" ] || export MINGJIE_DATABASE_URL
  export MINGJIE_HOME MINGJIE_PORT MINGJIE_MANAGEMENT_PORT MINGJIE_ADDRESS
  become_service timeout --foreground 120 "$JAVA" -Xmx512m "-XX:ArchiveClassesAtExit=$2" -Dspring.context.exit=onRefresh \
    -Djava.io.tmpdir="$1" -jar "$APP/mingjie.jar" run
}

# --- run ------------------------------------------------------------------------------------------------

run_server() {
  read_settings
  check_settings
  check_folder
  check_not_running
  check_port
  choose_management_port
  check_space
  prepare_program run
  ensure_class_archive
  sweep_scratch
  cd "$DATA"
  say '启动服务器…'
  become_java run "$@"
}

# What a killed process left behind; nobody asks for the reports of a server that has ended. The coordinate tables that
# GeoTools unpacks stay: they cost a second.
sweep_scratch() {
  as_service find "$DATA/scratch" -mindepth 1 -maxdepth 1 \( -name 'upload-*' -o -name "tomcat-$PORT" \
    -o -name "tomcat*.$PORT.*" -o -name "tomcat*.$MINGJIE_MANAGEMENT_PORT.*" \) -exec rm -rf {} +
  as_service find "$DATA/scratch" -mindepth 1 -maxdepth 1 \( -name 'tomcat*' -o -name 'command.*' -o -name 'trial.*' -o -name 'mingjie-answer-*' \
    -o -name 'sample-*' \) -mmin +1440 -exec rm -rf {} +
  sweep_dead
}

# Whole copies of the data, named after the process that made them, which was killed.
sweep_dead() {
  as_service find "$DATA/scratch" -mindepth 1 -maxdepth 1 \( -name 'command.*.*' -o -name 'backup-*.dump' -o -name 'restore-*.dump' \) |
    while IFS= read -r left; do
      owner=$(basename -- "$left" | tr -dc '0-9.-' | tr -s '.-' '\n' | grep -m 1 .)
      [ -d "/proc/$owner" ] || as_service rm -rf "$left"
    done
}
