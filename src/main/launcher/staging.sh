# Commands started by root run as the user "mingjie", who may not be able to read the files that are named or
# write where results are wanted. Such files are carried into a private folder and results are carried back.

run_staged() { # WORD ARGUMENT...
  STAGE=$(as_service mktemp -d "$DATA/scratch/command.$$.XXXXXX")
  trap 'as_service rm -rf "$STAGE"' EXIT
  STAGED_COUNT=0
  RESULTS= # one line each: path below the private folder, tab, path where the user wants it
  word=$1
  shift
  previous=
  left=$#
  while [ "$left" -gt 0 ]; do
    argument=$1
    shift
    stage_argument "$previous" "$argument"
    set -- "$@" "$STAGED"
    previous=$argument
    left=$((left - 1))
  done
  status=0
  wait_for_java "$word" "$@" || status=$?
  carry_back
  exit "$status"
}

# --- into the private folder ----------------------------------------------------------------------------

# stage_argument PREVIOUS ARGUMENT: sets STAGED to what the program is given instead.
stage_argument() {
  STAGED=$2
  role_of "$word" "$1" "$2"
  case $ROLE in
    report | output) stage_result "$2" ;;
    input | profile) [ ! -f "$2" ] || stage_file "$2" ;;
  esac
}

# Each in a folder of its own: two files may have the same name.
new_stage_folder() {
  STAGED_COUNT=$((STAGED_COUNT + 1))
  as_service mkdir "$STAGE/$STAGED_COUNT"
}

stage_result() { # PATH where the user wants it
  new_stage_folder
  wanted=$(realpath -m -- "$1")
  STAGED=$STAGE/$STAGED_COUNT/$(basename -- "$wanted")
  RESULTS=$RESULTS$(printf '%s\t%s' "$STAGED_COUNT/$(basename -- "$wanted")" "$wanted")'
'
}

stage_file() { # FILE
  file=$(realpath -- "$1")
  if is_readable_by_service "$file"; then
    STAGED=$file
    return
  fi
  new_stage_folder
  # Root could read it, so the copy can be read whatever the mode.
  members "$file" | tar -C "$(dirname "$file")" --null -T - --mode=u=r,go= -cf - | as_service tar -C "$STAGE/$STAGED_COUNT" -xf -
  STAGED=$STAGE/$STAGED_COUNT/$(basename "$file")
}

is_readable_by_service() { # FILE
  unreadable=$(members "$1" | (cd "$(dirname "$1")" && as_service xargs -0 sh -c '
    find "$@" ! -readable -print -quit 2>&1' sh)) || return 1
  [ -z "$unreadable" ]
}

# The file and what belongs to it, ended by NUL, relative to its folder: .dbf, .prj, .cpg beside a .shp,
# .mid beside a .mif, .dat and .map beside a .tab.
members() { # FILE
  case $1 in
    *.[Ss][Hh][Pp] | *.[Mm][Ii][Ff] | *.[Tt][Aa][Bb]) pattern=$(basename "${1%.*}" | sed 's/[][*?\\]/\\&/g').* ;;
    *) pattern=$(basename "$1" | sed 's/[][*?\\]/\\&/g') ;;
  esac
  (cd "$(dirname "$1")" && find . -mindepth 1 -maxdepth 1 -name "$pattern" ! -type d -print0)
}

# --- the program ----------------------------------------------------------------------------------------

# In the background, so that a signal sent to the launcher alone is passed on. The shell makes a background
# process ignore Ctrl+C and takes its terminal away; both are given back.
wait_for_java() { # WORD ARGUMENT...
  exec 3<&0
  (
    cd "$STAGE"
    RESET_SIGNALS=yes
    become_java "$@"
  ) <&3 3<&- &
  java_pid=$!
  exec 3<&-
  trap : INT
  trap 'kill -TERM "$java_pid" 2> /dev/null || true' TERM
  while :; do
    status=0
    wait "$java_pid" || status=$?
    kill -0 "$java_pid" 2> /dev/null || return "$status"
  done
}

# --- results --------------------------------------------------------------------------------------------

carry_back() {
  printf '%s' "$RESULTS" | while IFS='	' read -r made wanted; do
    # a folder of unfinished reports, or none at all, is no result
    [ -n "$(as_service find "$STAGE/$made" ! -type d ! -name '*.part' -print -quit 2> /dev/null)" ] || continue
    parent=$(dirname "$wanted")
    mkdir -p "$parent"
    as_service tar -C "$STAGE/$(dirname "$made")" --exclude='*.part' -cf - "./$(basename "$made")" |
      tar -C "$parent" --no-same-owner -xf -
    [ -z "${SUDO_UID:-}" ] || chown -R "$SUDO_UID:${SUDO_GID:-$SUDO_UID}" "$wanted"
    say "结果已放到 $wanted"
  done
}
