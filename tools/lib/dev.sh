# shellcheck shell=bash
# `./run dev`: Vite, which serves the app's sources as they change, in front of the server.

: "${root:?}" "${launcher:?}"
dev_origin=http://localhost:5173

run_dev() { # PORT SERVER FLAGS…
  local port=$1 server vite
  shift
  apart "$launcher" demo --port "$port" --dev-assets "$dev_origin" --public-origin "$dev_origin" "$@"
  server=$!
  apart run_vite "$port"
  vite=$!
  together "Hot reload ended." \
    "read the lines above; a port in use is the usual reason, and --port chooses the server's" \
    "the server" "$server" "Vite" "$vite"
}

run_vite() { # SERVER'S PORT
  cd "$root" || exit
  LATCHKEY_SERVER=http://127.0.0.1:$1 exec npm run --silent dev --workspace spa -- --clearScreen false --logLevel warn
}
