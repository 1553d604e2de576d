# shellcheck shell=bash
# What runs beside the rest, each in a process group of its own, so that one signal reaches all that it started.

# Its id is in $!.
apart() { # COMMAND…
  set -m
  "$@" </dev/null &
  set +m
}

# Until wait_for_all; an interrupt ends it too.
beside() { # FUNCTION ARGUMENT…
  apart "$@"
  beside_us+=("$!")
  trap 'end_beside; exit 130' INT
  trap 'end_beside; exit 143' TERM HUP
}

# False where one of them failed.
wait_for_all() {
  local group failed=0
  for group in "${beside_us[@]}"; do
    wait "$group" || failed=1
  done
  beside_us=()
  return "$failed"
}

end_beside() {
  local group
  for group in "${beside_us[@]}"; do
    kill -TERM -- "-$group" 2>/dev/null || true
  done
}
