# shellcheck shell=bash
# How the commands speak: quietly when all is well, in four parts when it is not. Never on standard output,
# which belongs to what was started.

# problem WHAT VALUE WHY CURE
problem() {
  printf '%s\n  found: %s\n  why:   %s\n  do:    %s\n' "$1" "$2" "$3" "$4" >&2
}

note() {
  printf '%s\n' "$1" >&2
}

# A line that is overwritten by the next one and gone in the end; without a terminal, nothing.
passing() {
  if [[ -t 2 ]]; then
    printf '\r\033[K%s' "$1" >&2
  fi
}

# What explains a failure in a log, and where the rest of it is. Maven marks its errors and ends in advice on itself;
# of all others the end tells most.
show_log() { # LOG LINES
  if grep -q '^\[ERROR\]' "$1"; then
    # Reads to the end: where the reader stops early, the writer is ended and the whole command with it.
    mavens_errors "$1" | awk -v most="$2" 'NR <= most'
  else
    tail -n "$2" "$1"
  fi | sed 's/^/  | /' >&2
  note "  the whole log: $1"
}

# Errors, warnings about a source, and after each failed test what it expected.
mavens_errors() { # LOG
  awk '
    /^\[ERROR\] *$|\[Help 1\]|-[eX] switch|more information about|correcting the problems|-rf :/ { next }
    /^\[/ { expectation = 0 }
    /<<< (FAILURE|ERROR)!$/ { expectation = 8 }
    /^\[ERROR\]/ || /^\[WARNING\] .*\.java:/ || (expectation-- > 0 && NF)
  ' "$1"
}

# Yes by --yes or CI=true, else what the person says; no where there is nobody to ask.
agreed() { # QUESTION
  local answer
  if [[ ${yes:-} == true || ${CI:-} == true ]]; then
    return 0
  fi
  if [[ ! -t 0 || ! -t 2 ]]; then
    refusal="there is no terminal to ask on, and --yes, which installs it, was not given"
    return 1
  fi
  read -r -p "$1 [Y/n] " answer || answer=n
  refusal="you said no"
  [[ $answer == "" || $answer == [Yy]* ]]
}
