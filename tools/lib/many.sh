# shellcheck shell=bash
# `./run many`: three servers on a real PostgreSQL, behind a real HAProxy that sends each request to another one.

: "${root:?}" "${launcher:?}"
nodes=(1 2 3)

run_many() { # PORT DATA SERVER FLAGS…
  local port=$1 node origin=http://localhost:$1 store
  require_free "$port" --port "HAProxy"
  for node in "${nodes[@]}"; do
    require_free $((port + 10 + node)) --port "server $node"
    require_free $((port + 20 + node)) --port "the health of server $node"
  done
  require_free $((port + 30)) --port "PostgreSQL"
  (umask 022 && mkdir -p "$2/many")
  folder=$(readlink -f "$2/many")
  pair=()
  trap 'end_pair; exit 130' INT
  trap 'end_pair; exit 143' TERM HUP
  start_postgresql "$folder" $((port + 30))
  store=postgresql://latchkey@127.0.0.1:$((port + 30))/postgres
  for node in "${nodes[@]}"; do
    start_node "$node" "$port" --store "$store" --store-password-file "$folder/password" --public-origin "$origin" \
      --trusted-proxies 127.0.0.1 "${@:3}"
  done
  start_haproxy "$folder" "$port"
  cat "$folder/node-1.out"
  cat <<END
servers: ports $((port + 11)) to $((port + 13)); their logs are in $folder
one of them ends with: kill ${pair[1]}   (nobody notices)
users: $launcher user list --store $store --store-password-file $folder/password
END
  wait -n "${pair[0]}" "${pair[-1]}" || true
  end_pair
  problem "The servers ended." "PostgreSQL or HAProxy stopped by itself" "both are needed" \
    "read $folder/postgresql.log and $folder/haproxy.log"
  exit 1
}

# As root it would refuse to start.
as_postgres() {
  if ((EUID == 0)); then
    setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"
  else
    "$@"
  fi
}

start_postgresql() { # FOLDER PORT
  local bin cluster=$1/postgresql
  bin=$(postgresql_bin)
  [[ -e $1/password ]] || (umask 077 && head -c 24 /dev/urandom | base64 | tr -d '\n' >"$1/password")
  if [[ ! -e $cluster/PG_VERSION ]]; then
    rm -rf "$cluster"
    (umask 077 && mkdir "$cluster")
    cp "$1/password" "$1/password-of-postgresql"
    ((EUID != 0)) || chown postgres: "$cluster" "$1/password-of-postgresql"
    if ! as_postgres "$bin/initdb" -D "$cluster" -U latchkey --auth=scram-sha-256 --pwfile="$1/password-of-postgresql" \
      -E UTF8 --no-locale >"$1/postgresql.log" 2>&1; then
      rm -rf "$cluster"
      problem "PostgreSQL makes no database." "$cluster" "$(tail -n 1 "$1/postgresql.log")" \
        "read $1/postgresql.log; as root, the account postgres must be able to reach that folder: choose another with --data"
      exit 1
    fi
    rm "$1/password-of-postgresql"
  fi
  apart as_postgres "$bin/postgres" -D "$cluster" -p "$2" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    >>"$1/postgresql.log" 2>&1
  pair+=("$!")
  if ! comes_up "$!" "$2"; then
    end_pair
    problem "PostgreSQL does not start." "port $2" "$(tail -n 1 "$1/postgresql.log")" "read $1/postgresql.log"
    exit 1
  fi
}

# The first one makes the user of the demo.
start_node() { # NODE PORT FLAGS…
  local command=serve
  [[ $1 != 1 ]] || command=demo
  apart "$launcher" "$command" --port $(($2 + 10 + $1)) --management-port $(($2 + 20 + $1)) --log-access off --log-format text \
    "${@:3}" >"$folder/node-$1.out" 2>"$folder/node-$1.log"
  pair+=("$!")
  if ! comes_up "$!" $(($2 + 10 + $1)); then
    end_pair
    problem "Server $1 does not start." "port $(($2 + 10 + $1))" "$(tail -n 1 "$folder/node-$1.log")" \
      "read $folder/node-$1.log"
    exit 1
  fi
}

# The documented configuration, with the addresses of this run.
start_haproxy() { # FOLDER PORT
  local site node
  site=$(<"$root/docs/deployments/haproxy-many.cfg")
  site=${site//"bind :8080"/"bind 127.0.0.1:$2"}
  if grep -q '^0*1 .* lo$' /proc/net/if_inet6 2>/dev/null; then
    site=${site//"bind :::8080 v6only"/"bind [::1]:$2 v6only"}
  else
    site=${site//"bind :::8080 v6only"/}
  fi
  for node in "${nodes[@]}"; do
    site=${site//"127.0.0.1:501$node"/"127.0.0.1:$(($2 + 10 + node))"}
    site=${site//"port 502$node"/"port $(($2 + 20 + node))"}
  done
  ((EUID == 0)) || site=$(grep -v '^    \(user\|group\) haproxy$' <<<"$site")
  printf '%s\n' "$site" >"$1/haproxy.cfg"
  apart haproxy -f "$1/haproxy.cfg" -db >>"$1/haproxy.log" 2>&1
  pair+=("$!")
  if ! comes_up "$!" "$2"; then
    end_pair
    problem "HAProxy does not start." "port $2" "$(tail -n 1 "$1/haproxy.log")" "read $1/haproxy.log"
    exit 1
  fi
}
