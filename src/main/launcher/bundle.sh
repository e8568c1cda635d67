# The built program with its launcher in one file, for a machine that has the software packages already.

make_bundle() { # [FILE]
  [ $# -le 1 ] || refuse 'bundle 只要一个文件名。' './mingjie bundle /tmp/mingjie-bundle.tar.gz'
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
  tar -C "$packing" --owner=0 --group=0 -czf "$packing/mingjie-bundle.tar.gz" mingjie-bundle
  mv "$packing/mingjie-bundle.tar.gz" "$archive"
  say "已打包：$(realpath -- "$archive")"
  say '在另一台机器上：tar -xzf mingjie-bundle.tar.gz && mingjie-bundle/mingjie run'
}
