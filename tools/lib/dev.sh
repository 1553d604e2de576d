# shellcheck shell=bash
# `./run dev`: Vite, which serves the app's sources as they change, in front of the server. Neither outlives the other.

: "${root:?}" "${launcher:?}"
dev_origin=http://localhost:5173

run_dev() { # PORT SERVER FLAGS…
  local port=$1
  shift
  # Each gets a process group of its own, so that one signal reaches all that it started.
  set -m
  "$launcher" demo --port "$port" --dev-assets "$dev_origin" --public-origin "$dev_origin" "$@" </dev/null &
  server=$!
  (
    cd "$root" || exit
    LATCHKEY_SERVER=http://127.0.0.1:$port exec npm run --silent dev --workspace spa -- --clearScreen false --logLevel warn
  ) </dev/null &
  vite=$!
  set +m
  trap 'end_dev; exit 130' INT
  trap 'end_dev; exit 143' TERM HUP
  wait -n "$server" "$vite" || true
  local gone="Vite"
  kill -0 "$server" 2>/dev/null || gone="the server"
  end_dev
  problem "Hot reload ended." "$gone stopped by itself" "the server and Vite need each other" \
    "read the lines above; a port in use is the usual reason, and --port chooses the server's"
  exit 1
}

end_dev() {
  trap '' INT TERM HUP
  kill -TERM -- "-$vite" "-$server" 2>/dev/null || true
  wait "$server" "$vite" 2>/dev/null || true
}
