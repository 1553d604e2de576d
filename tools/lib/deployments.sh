# shellcheck shell=bash
# `./run cross-origin` and `./run same-domain`: the app's files come from somewhere else than the server.

: "${root:?}" "${launcher:?}"
end_of_deployment="read the lines above; a port in use is the usual reason: --port chooses the server's, --page-port the page's"

# The API alone, and a host of files under another origin.
run_cross_origin() { # PORT PAGE-PORT DIST ROUTES SERVER FLAGS…
  local api=http://localhost:$1 page=http://localhost:$2 dist=$3 host
  require_free "$2" --page-port "the host of the page"
  apart "$launcher" static --port "$2" --dir "$dist" --api-origin "$api" --page-routes "$4" >/dev/null
  host=$!
  in_front "The page is not served." "the host of the page" "$host" "$2"
  apart "$launcher" demo --port "$1" --deployment cross-origin --public-origin "$api" --spa-origins "$page" "${@:5}"
  together "The deployment ended." "$end_of_deployment" "the server" "$!" "the host of the page" "$host"
}

# nginx serves the files and passes on what is for the API: one origin.
run_same_domain() { # PORT PAGE-PORT DIST DATA SERVER FLAGS…
  local page=http://localhost:$2 folder nginx
  require_free "$2" --page-port "nginx"
  (umask 077 && mkdir -p "$4/nginx")
  folder=$(readlink -f "$4/nginx")
  nginx_site "$1" "$2" "$(readlink -f "$3")" >"$folder/site.conf"
  nginx_main >"$folder/nginx.conf"
  apart nginx -p "$folder" -c nginx.conf -e stderr
  nginx=$!
  in_front "nginx does not start." "nginx" "$nginx" "$2"
  apart "$launcher" demo --port "$1" --deployment same-domain --public-origin "$page" --trusted-proxies 127.0.0.1 \
    --data "$4" "${@:5}"
  together "The deployment ended." "$end_of_deployment" "the server" "$!" "nginx" "$nginx"
}

# Goes on when the first of the two listens; Ctrl-C ends it meanwhile.
in_front() { # "WHAT IS WRONG" NAME PID PORT
  pair=("$3")
  trap 'end_pair; exit 130' INT
  trap 'end_pair; exit 143' TERM HUP
  if ! comes_up "$3" "$4"; then
    end_pair
    problem "$1" "$2 does not listen on port $4" "browsers are to find the page there" "$end_of_deployment"
    exit 1
  fi
}

# The documented configuration, with the addresses and the folder of this run.
nginx_site() { # PORT PAGE-PORT DIST
  local site
  site=$(<"$root/docs/deployments/nginx.conf")
  site=${site//"127.0.0.1:5000"/"127.0.0.1:$1"}
  site=${site//"listen 8080;"/"listen 127.0.0.1:$2;"}
  if grep -q '^0*1 .* lo$' /proc/net/if_inet6 2>/dev/null; then
    site=${site//"listen [::]:8080;"/"listen [::1]:$2;"}
  else
    site=${site//"listen [::]:8080;"/}
  fi
  site=${site//"http://localhost:8080"/"http://localhost:$2"}
  printf '%s\n' "${site//"root /srv/app;"/"root \"$3\";"}"
}

# As root its workers would become a user who may not read this folder.
nginx_main() {
  ((EUID != 0)) || echo "user root;"
  cat "$root/tools/lib/nginx-main.conf"
}
