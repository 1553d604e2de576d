# shellcheck shell=bash
# Puts the app folder below a prefix, and the command on the PATH.

: "${launcher:?}"

# Below PREFIX: lib/latchkey, whole, in place of one of before, and bin/latchkey, which leads there.
install_app() { # PREFIX
  local prefix folder command
  if ! mkdir -p "$1/lib" "$1/bin" 2>/dev/null; then
    problem "Nothing can be installed there." "$1" "its folders lib and bin cannot be made" \
      "name a folder of yours: ./run install --prefix ~/.local; or, for everybody, run it with sudo"
    return 1
  fi
  prefix=$(cd "$1" && pwd) folder=$prefix/lib/latchkey command=$prefix/bin/latchkey
  if [[ -e $command && $(readlink -f "$command") != "$folder/"* ]]; then
    problem "There is another command of that name." "$command" "it was not installed by this one" \
      "move it away, or name another folder with --prefix"
    return 1
  fi
  if [[ -e $folder && ! -x $folder/bin/latchkey ]]; then
    problem "There is another folder of that name." "$folder" "there is no Latchkey in it" \
      "move it away, or name another folder with --prefix"
    return 1
  fi
  # What runs keeps the files that it opened; it never sees half of the new ones.
  rm -rf "$folder.new" "$folder.old"
  cp -a "$(dirname "$(dirname "$launcher")")" "$folder.new"
  [[ ! -e $folder ]] || mv "$folder" "$folder.old"
  mv "$folder.new" "$folder"
  rm -rf "$folder.old"
  ln -sfn ../lib/latchkey/bin/latchkey "$command"
  echo "installed: $command"
  if [[ $(command -v latchkey) != "$command" ]]; then
    echo "on the PATH: export PATH=$(printf '%q' "$prefix/bin"):\$PATH"
  fi
  echo "to remove it: rm -r $(printf '%q' "$folder") $(printf '%q' "$command")"
}
