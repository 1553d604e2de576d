# shellcheck shell=bash
# Two programs that need each other: neither outlives the other, and Ctrl-C ends both.

# Waits until one of two ends, or until somebody ends both.
together() { # "WHAT ENDED" CURE NAME PID NAME PID
  pair=("$4" "$6")
  trap 'end_pair; exit 130' INT
  trap 'end_pair; exit 143' TERM HUP
  wait -n "${pair[@]}" || true
  local gone=$3
  kill -0 "$4" 2>/dev/null && gone=$5
  end_pair
  problem "$1" "$gone stopped by itself" "$3 and $5 need each other" "$2"
  exit 1
}

end_pair() {
  trap '' INT TERM HUP
  local group
  for group in "${pair[@]}"; do
    kill -TERM -- "-$group" 2>/dev/null || true
  done
  wait "${pair[@]}" 2>/dev/null || true
}

# By either address that localhost has.
taken() { # PORT
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || (exec 3<>"/dev/tcp/::1/$1") 2>/dev/null
}

require_free() { # PORT FLAG WHAT FOR
  if taken "$1"; then
    problem "Port $1 is taken." "$1" "$3 listens there, and somebody else does already" \
      "end what uses it, or choose another with $2 N"
    exit 1
  fi
}

# Waits until a program that was just started listens; false when it ends instead.
comes_up() { # PID PORT
  local try
  for ((try = 0; try < 600; try++)); do
    ! taken "$2" || return 0
    kill -0 "$1" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}
