# sh -c "$(cat postgres.sh)" sh BIN DATA PORT SUPERUSER_PASSWORD_FILE [test]
#
# Becomes the postmaster itself (same pid). The postmaster gets SIGINT (fast shutdown) when the thread that
# started it ends, however that happens, so that nothing is orphaned by kill -9 of the JVM.
# As root (only tests run so) the cluster belongs to the system user postgres.
set -e
B=$1 D=$2 P=$3 W=$4 T=$5 AS=
F=$D/postmaster.pid
umask 077
mkdir -p "$D"
cd /
if [ "$(id -u)" = 0 ]; then
  AS="setpriv --reuid=postgres --regid=postgres --init-groups"
  chown postgres: "$D"
  # a data folder below one that postgres may not enter: a user namespace where we are not root
  $AS test -w "$D" || { chown root: "$D"; AS="unshare --user"; }
fi
if [ ! -f "$D/PG_VERSION" ]; then
  if [ "$T" ]; then SYNC=-N SUMS=; else SYNC= SUMS=-k; fi
  PW=$(mktemp) # 0600; initdb may run as a user who cannot enter the folder of secrets
  cat "$W" > "$PW"
  case $AS in *postgres*) chown postgres: "$PW" ;; esac
  $AS "$B/initdb" -D "$D" -E UTF8 --locale=C.UTF-8 -U mingjie_super -A scram-sha-256 --pwfile="$PW" $SYNC $SUMS ||
    { rm -f "$PW"; rm -rf "$D"; exit 1; }
  rm -f "$PW"
fi
if [ -f "$F" ]; then # a server left over by kill -9, or a dead or reused pid
  O=$(head -n 1 "$F")
  if [ "$(readlink "/proc/$O/cwd" 2>/dev/null)" = "$(realpath "$D")" ]; then
    kill -INT "$O" || true
    n=0
    while [ -f "$F" ] && [ -d "/proc/$O" ]; do
      sleep 0.1
      n=$((n + 1))
      [ $n -lt 600 ] || { echo "the old server $O does not stop"; exit 1; }
    done
  fi
  rm -f "$F"
fi
# Backends of a postmaster that was killed notice it only when they next wait; until then PostgreSQL refuses to
# start ("pre-existing shared memory block is still in use").
R=$(realpath "$D")
n=0
while :; do
  LEFT=
  for p in /proc/[0-9]*; do
    if [ "$(readlink "$p/cwd" 2>/dev/null)" = "$R" ] && [ "$(cat "$p/comm" 2>/dev/null)" = postgres ]; then
      LEFT="$LEFT ${p#/proc/}"
    fi
  done
  [ "$LEFT" ] || break
  kill -KILL $LEFT 2>/dev/null || true
  sleep 0.1
  n=$((n + 1))
  [ $n -lt 300 ] || { echo "processes of an old server do not end:$LEFT"; exit 1; }
done
# In tests tables are emptied again and again: what statistics say must not hang on the moment.
if [ "$T" ]; then FAST="-F -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off"; else FAST=; fi
exec setsid $AS setpriv --pdeathsig INT "$B/postgres" -D "$D" -p "$P" \
  -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c password_encryption=scram-sha-256 \
  -c timezone=Asia/Shanghai -c log_timezone=Asia/Shanghai -c jit=off \
  -c shared_buffers=256MB -c work_mem=32MB -c maintenance_work_mem=256MB -c max_wal_size=4GB \
  -c wal_compression=on -c max_connections=120 $FAST
