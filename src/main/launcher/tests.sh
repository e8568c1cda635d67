# Tests and benchmarks of the sources.

TEST_NODE=20 # browser tests; Debian 12 has 18, enough for the build

run_tests() {
  national=
  for argument in "$@"; do
    case $argument in
      --national) national=yes ;;
      *) refuse "test 没有“$argument”这个选项。" './mingjie test 或 ./mingjie test --national' ;;
    esac
  done
  read_settings
  refuse_in_bundle test
  [ -z "$national" ] || check_reference_data
  ensure_software run build test
  check_sources_writable
  use_compiler
  use_test_node
  test_web # the browser tests of both open what it builds
  if [ -n "$national" ]; then
    test_national
  else
    test_java
  fi
}

refuse_in_bundle() { # WORD
  ! is_bundle || refuse "$1 需要源码，这里只有构建好的程序。" '在源码文件夹里运行'
}

check_reference_data() {
  [ -n "${MINGJIE_REFERENCE_DATA:-}" ] && [ -d "$MINGJIE_REFERENCE_DATA" ] || refuse \
    '全国数据的测试要有数据文件夹，没有设置 MINGJIE_REFERENCE_DATA 或它不是文件夹。' \
    'MINGJIE_REFERENCE_DATA=/数据/文件夹 ./mingjie test --national'
}

test_national() {
  say '全国数据的测试和要跑得久的测试…'
  (cd "$ROOT" && mvn -B -ntp verify '-Dtest.groups=national | long' -Dtest.excludedGroups= -Dtest.forks=1)
}

test_web() {
  has_web || return 0
  say '网页：安装依赖、检查、测试、构建…'
  (
    cd "$ROOT/web"
    npm ci --no-audit --no-fund
    npm run lint
    npm test
    npm run build
  )
}

test_java() {
  say '程序：构建与测试…'
  (cd "$ROOT" && mvn -B -ntp spotless:check verify)
  hand_back_to_owner
}

# Browser tests run the machine's chromium through a node that is new enough.
use_test_node() {
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
  if has_node "$TEST_NODE"; then
    PLAYWRIGHT_NODEJS_PATH=$(command -v node)
  else
    PLAYWRIGHT_NODEJS_PATH=$(private_node)
  fi
  export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD PLAYWRIGHT_NODEJS_PATH
}

private_node() {
  cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/mingjie/node22
  program=$cache/node_modules/node/bin/node
  if ! [ -x "$program" ]; then
    say '为浏览器测试安装 Node 22（只给自己用）…'
    mkdir -p "$cache"
    npm install --prefix "$cache" --no-save --no-audit --no-fund node@22 > "$cache/install.log" 2>&1 ||
      failed 'Node 22 没有装上，请检查网络。' "$cache/install.log"
  fi
  echo "$program"
}

run_bench() { # NAME ARGUMENT...
  refuse_in_bundle bench
  name=${1:-}
  case $name in
    '' | */* | .*) ;;
    *)
      if [ -f "$ROOT/bench/$name" ] && [ -x "$ROOT/bench/$name" ]; then
        shift
        exec "$ROOT/bench/$name" "$@"
      fi
      ;;
  esac
  refuse "没有名为“$name”的性能测试。" "./mingjie bench 名称；现有：$(list_benches)"
}

list_benches() {
  benches=$(find "$ROOT/bench" -mindepth 1 -maxdepth 1 -type f -perm -u+x 2> /dev/null |
    sed 's|.*/||' | LC_ALL=C sort | paste -sd ' ' -)
  echo "${benches:-还没有一项}"
}
