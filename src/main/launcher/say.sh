# What the launcher tells: to standard error, because standard output belongs to the program's results.

# One calm line per step.
say() {
  printf '%s\n' "$*" >&2
}

# refuse WHAT REMEDY: one message with the command that mends it; the same form as the program's own.
refuse() {
  printf '%s\n改法：%s\n' "$1" "$2" >&2
  exit 2
}

# failed WHAT LOG: a step that was begun did not succeed.
failed() {
  tail -n 30 "$2" >&2 || true
  printf '%s\n完整日志：less %s\n' "$1" "$2" >&2
  exit 1
}

# quietly LOG COMMAND...: runs it with its output in a log only.
quietly() {
  quiet_log=$1
  shift
  "$@" >> "$quiet_log" 2>&1
}
