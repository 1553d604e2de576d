# shellcheck shell=bash
# The steps of ./verify: each has its log, its time and its result in a folder of its own, and says a line when it ends.

: "${root:?}"
logs=$root/.latchkey/verify

begin_steps() {
  rm -rf "$logs"
  mkdir -p "$logs"
}

# Runs a command as a step. It is not run, and counts as failed, where a step that it builds on failed.
step() { # ID TITLE "IDS IT BUILDS ON" COMMAND…
  local id=$1 title=$2 begin=$SECONDS needed
  for needed in $3; do
    if [[ $(result_of "$needed") != passed ]]; then
      record "$id" "not run" 0 "$title"
      note "not run  $title: it builds on \"$needed\", which failed"
      return 0
    fi
  done
  if "${@:4}" >"$logs/$id.log" 2>&1 </dev/null; then
    record "$id" passed $((SECONDS - begin)) "$title"
    note "$(printf 'passed   %-44s %4d s' "$title" $((SECONDS - begin)))"
  else
    record "$id" failed $((SECONDS - begin)) "$title"
    note "$(printf 'FAILED   %-44s %4d s' "$title" $((SECONDS - begin)))"
    show_log "$logs/$id.log" 40
  fi
}

record() { # ID RESULT SECONDS TITLE
  printf '%s\t%s\t%s\t%s\n' "$@" >"$logs/$1.result"
}

result_of() { # ID
  cut -f 2 "$logs/$1.result" 2>/dev/null || true
}
