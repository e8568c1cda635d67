# What would make a start fail, found before anything is changed.

SMALLEST_FREE_MB=1024

# The data folder is ours, or can become ours.
check_folder() {
  if [ -e "$DATA" ] && [ ! -d "$DATA" ]; then
    refuse "$DATA 不是文件夹。" 'MINGJIE_HOME=/另一个/文件夹 ./mingjie run'
  fi
  if [ -d "$DATA" ]; then
    owner=$(stat -c %U "$DATA")
    if [ -n "$AS_ROOT" ]; then
      [ "$owner" = "$SERVICE_USER" ] || is_new_folder_of_root || refuse_folder_of "$owner"
    else
      [ -w "$DATA" ] || refuse_folder_of "$owner"
    fi
  elif [ -z "$AS_ROOT" ] && [ ! -w "$(nearest_folder "$DATA")" ]; then
    refuse "不能在 $(nearest_folder "$DATA") 里建立数据文件夹。" 'MINGJIE_HOME=~/mingjie-data ./mingjie run'
  fi
}

is_new_folder_of_root() {
  [ "$(stat -c %u "$DATA")" = 0 ] && [ -z "$(ls -A "$DATA")" ]
}

refuse_folder_of() { # OWNER
  case $1 in
    root | "$SERVICE_USER") starter='sudo ./mingjie run' ;;
    *) starter="sudo -u $1 ./mingjie run" ;;
  esac
  # only a folder that is ours by its contents is worth taking over
  [ -z "$AS_ROOT" ] || [ "$1" != root ] || ! [ -d "$DATA/database" ] || starter="chown -R $SERVICE_USER: $DATA"
  [ -z "$AS_ROOT" ] || [ "$1" != root ] || [ -d "$DATA/database" ] ||
    refuse "数据文件夹 $DATA 属于用户 root，里面有别的东西，名界不能用它。" "换一个空文件夹：MINGJIE_HOME=/另一个/文件夹 ./mingjie run"
  refuse "数据文件夹 $DATA 属于用户 $1，不属于运行名界的用户 $(service_user_name)。" \
    "$starter，或换一个文件夹：MINGJIE_HOME=/另一个/文件夹 ./mingjie run"
}

service_user_name() {
  if [ -n "$AS_ROOT" ]; then
    echo "$SERVICE_USER"
  else
    id -un
  fi
}

nearest_folder() { # PATH that may not exist yet
  nearest=$1
  while [ ! -d "$nearest" ]; do
    nearest=$(dirname "$nearest")
  done
  echo "$nearest"
}

check_space() {
  wanted=${MINGJIE_MIN_FREE_MB:-$SMALLEST_FREE_MB}
  folder=$(nearest_folder "$DATA")
  free=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$wanted" ] ||
    refuse "磁盘快满了：$folder 只剩 $free MB，至少需要 $wanted MB。" \
      "看哪里占用空间：du -xh -d 2 $folder | sort -h | tail，或换一个磁盘：MINGJIE_HOME=/另一个/文件夹 ./mingjie run"
}

# --- what a command is given ----------------------------------------------------------------------------

# role_of WORD PREVIOUS ARGUMENT: sets ROLE to what the argument is to the command.
role_of() {
  case $2 in
    --report) ROLE=report ;;
    --profile) ROLE=profile ;;
    --crs | --datum | --encoding | --layer | --division) ROLE=value ;;
    *)
      case $1,$3 in
        *,--*) ROLE=option ;;
        export,* | backup,*) ROLE=output ;;
        *) ROLE=input ;;
      esac
      ;;
  esac
}

check_paths() { # WORD ARGUMENT...
  word=$1
  shift
  previous=
  for argument in "$@"; do
    role_of "$word" "$previous" "$argument"
    case $ROLE in
      report) check_report "$argument" ;;
      output) check_output "$argument" ;;
      input) check_input "$argument" ;;
    esac
    previous=$argument
  done
}

# What exists of the path is a folder: a file would be replaced by one.
check_report() { # FOLDER that may not exist yet
  existing=$1
  while [ ! -e "$existing" ] && [ ! -L "$existing" ]; do
    existing=$(dirname -- "$existing")
  done
  [ -d "$existing" ] || refuse "--report 要给文件夹，$existing 是文件。" '换一个文件夹，例如 --report report'
}

check_output() { # FILE that may not exist yet
  [ ! -d "$1" ] || refuse "要给文件名，$1 是文件夹。" "在后面加上文件名，例如 ${1%/}/$(result_name "$word")"
  [ "$word" != backup ] || [ ! -e "$1" ] || refuse "已有 $1，不覆盖旧的备份。" "换一个文件名，例如 ${1%.tar}-$(date +%F).tar"
  folder=$(dirname -- "$1")
  [ -d "$folder" ] || refuse "不能写到 $1：没有文件夹 $folder。" "mkdir -p $folder，或换一个文件夹"
}

result_name() { # WORD
  case $1 in
    backup) echo mingjie.tar ;;
    *) echo places.geojsonl.gz ;;
  esac
}

check_input() { # FILE
  [ ! -d "$1" ] || refuse "$1 是文件夹，要给文件。" "给出文件夹里的文件，例如 ${1%/}/$(example_in "$1")"
}

# The first file of a folder that can be imported, else a made-up name.
example_in() { # FOLDER
  found=$(find "$1" -maxdepth 1 -type f | LC_ALL=C sort |
    grep -i -E '\.(csv|csv\.gz|xlsx|geojson|geojsonl|geojsonl\.gz|shp|zip|gpkg|kml|mif)$' | head -n 1)
  basename -- "${found:-villages.csv}"
}

# --- a running instance ---------------------------------------------------------------------------------

# Whether a process owns the data folder. The program's own lock (InstanceLock.java) decides in the end; the kernel
# lists who holds it. Sets INSTANCE_PID, and INSTANCE_PURPOSE and INSTANCE_ADDRESS once the owner has told them.
find_instance() {
  [ -r "$DATA/run/lock" ] || return 1
  inode=$(stat -c %i "$DATA/run/lock")
  INSTANCE_PID=$(awk -v "inode=$inode" '$2 == "POSIX" && $6 ~ ":" inode "$" { print $5; exit }' /proc/locks 2> /dev/null)
  [ -n "$INSTANCE_PID" ] || return 1
  note=$DATA/run/instance.properties
  INSTANCE_PURPOSE=$(instance_value purpose)
  INSTANCE_ADDRESS=$(instance_value address)
}

# Java's properties put a backslash before colons.
instance_value() { # KEY
  [ ! -r "$note" ] || sed -n "s/^$1=//p" "$note" | sed 's/\\\(.\)/\1/g'
}

check_not_running() {
  find_instance || return 0
  [ -n "$INSTANCE_ADDRESS" ] || refuse \
    "另一个名界进程（$INSTANCE_PID）占用着数据文件夹 $DATA，正在启动、停止或执行命令。" \
    "等它结束再 ./mingjie run；要停下它：kill $INSTANCE_PID"
  refuse "名界已经在运行：$INSTANCE_ADDRESS（进程 $INSTANCE_PID，$INSTANCE_PURPOSE）。" \
    "打开上面的地址即可；要停下它：kill $INSTANCE_PID"
}

# --- ports ----------------------------------------------------------------------------------------------

check_port() {
  case $PORT in
    '' | *[!0-9]* | ??????*) refuse "MINGJIE_PORT=$PORT 不是端口号。" 'MINGJIE_PORT=8080 ./mingjie run' ;;
  esac
  if [ "$PORT" -lt 1 ] || [ "$PORT" -gt 65535 ]; then
    refuse "MINGJIE_PORT=$PORT 不在 1 至 65535 之间。" 'MINGJIE_PORT=8080 ./mingjie run'
  fi
  lowest=$(cat /proc/sys/net/ipv4/ip_unprivileged_port_start 2> /dev/null || echo 1024)
  [ "$PORT" -ge "$lowest" ] ||
    refuse "用户 $(service_user_name) 不能使用 $lowest 以下的端口 $PORT。" 'MINGJIE_PORT=8080 ./mingjie run'
  ! is_listening "$PORT" ||
    refuse "端口 $PORT 已被别的程序占用（ss -ltnp 可以看到是谁）。" "MINGJIE_PORT=$(free_port_from "$((PORT + 1))") ./mingjie run"
}

# State 0A is LISTEN; the port is the last four hex digits of the local address (proc(5)).
is_listening() { # PORT
  hex=$(printf '%04X' "$1")
  cat /proc/net/tcp /proc/net/tcp6 2> /dev/null |
    awk -v "port=$hex" '$4 == "0A" { n = split($2, a, ":"); if (a[n] == port) found = 1 } END { exit !found }'
}

free_port_from() { # PORT; never the program's own
  candidate=$1
  while [ "$candidate" = "$PORT" ] || [ "$candidate" = "${MINGJIE_MANAGEMENT_PORT:-8081}" ] || is_listening "$candidate"; do
    candidate=$((candidate + 1))
  done
  echo "$candidate"
}

# The management port is nobody's wish: where it is not given the next free one does.
choose_management_port() {
  if [ -n "${MINGJIE_MANAGEMENT_PORT:-}" ]; then
    check_management_port
  else
    MINGJIE_MANAGEMENT_PORT=8081
    if [ "$PORT" = 8081 ] || is_listening 8081; then
      MINGJIE_MANAGEMENT_PORT=$(free_port_from 8082)
    fi
  fi
  export MINGJIE_MANAGEMENT_PORT
}

check_management_port() {
  case $MINGJIE_MANAGEMENT_PORT in
    *[!0-9]* | ??????*) refuse "MINGJIE_MANAGEMENT_PORT=$MINGJIE_MANAGEMENT_PORT 不是端口号。" 'unset MINGJIE_MANAGEMENT_PORT' ;;
  esac
  if [ "$MINGJIE_MANAGEMENT_PORT" = "$PORT" ] || is_listening "$MINGJIE_MANAGEMENT_PORT"; then
    refuse "管理端口 $MINGJIE_MANAGEMENT_PORT 已被占用。" \
      'unset MINGJIE_MANAGEMENT_PORT（自己选一个空闲的），或换一个端口'
  fi
}
