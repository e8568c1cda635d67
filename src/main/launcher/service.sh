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

# become_java SHARING WORD ARGUMENT...: replaces this shell by the program. SHARING is "record" for a server,
# which may write the class archive, and "use" for a command.
become_java() {
  sharing=$1
  shift
  set -- -Djava.io.tmpdir="$DATA/scratch" -Dfile.encoding=UTF-8 -jar "$APP/mingjie.jar" "$@"
  set_sharing "$sharing"
  become_service ${RESET_SIGNALS:+env --default-signal=INT,QUIT} "$JAVA" "-Xmx${MINGJIE_MEMORY_MB:-$(heap_mb)}m" -Xshare:auto -Xlog:disable -Xlog:all=error:stderr \
    ${SHARING:+"$SHARING"} "$@"
}

# Class data sharing saves a third of the start. The archive is written when the first server ends (5 to 10 seconds
# more, once) and lies with the installed program, so a new build begins without one. It fits one Java only; what
# does not fit is ignored (-Xshare:auto).
set_sharing() { # record|use
  archive=$APP/java-$(java_version "$JAVA").jsa
  SHARING=
  if [ -f "$archive" ]; then
    SHARING=-XX:SharedArchiveFile=$archive
  elif [ "$1" = record ]; then
    as_service find "$APP" -maxdepth 1 -name '*.jsa' -delete
    SHARING=-XX:ArchiveClassesAtExit=$archive
  fi
}

# --- run ------------------------------------------------------------------------------------------------

run_server() {
  read_settings
  check_folder
  check_not_running
  check_port
  check_space
  prepare_program run
  choose_management_port
  sweep_scratch
  cd "$DATA"
  say '启动服务器…'
  become_java record run "$@"
}

# What a killed process left behind. The coordinate tables that GeoTools unpacks stay: they cost a second.
sweep_scratch() {
  as_service find "$DATA/scratch" -mindepth 1 -maxdepth 1 \( -name 'tomcat*' -o -name 'command.*' \) -mmin +1440 \
    -exec rm -rf {} +
}
