# shellcheck shell=bash
# `./run dev`: Vite, which serves the app's sources as they change, in front of the server.

: "${root:?}" "${launcher:?}"

run_dev() { # PORT PAGE'S PORT SERVER FLAGS…
  local port=$1 page_port=$2 server vite
  shift 2
  require_free "$port" --port "the server"
  require_free "$page_port" --page-port "Vite"
  # Vite first: the server says last that all runs, and then it does.
  apart run_vite "$port" "$page_port"
  vite=$!
  if ! comes_up "$vite" "$page_port"; then
    kill -TERM -- "-$vite" 2>/dev/null || true
    problem "Vite did not start." "$page_port" "the lines above say why" "mend that, or choose another port with --page-port N"
    exit 1
  fi
  apart "$launcher" demo --port "$port" --dev-assets "http://localhost:$page_port" \
    --public-origin "http://localhost:$page_port" "$@"
  server=$!
  together "Hot reload ended." \
    "read the lines above; a port in use is the usual reason, and --port chooses the server's" \
    "the server" "$server" "Vite" "$vite"
}

run_vite() { # SERVER'S PORT, ITS OWN
  cd "$root" || exit
  LATCHKEY_SERVER=http://127.0.0.1:$1 exec npm run --silent dev --workspace spa -- \
    --port "$2" --clearScreen false --logLevel warn
}
