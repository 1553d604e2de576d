# shellcheck shell=bash
# Builds what changed. Each part has its sources, one file that it makes last, and a command. A stamp, the hash of the
# sources as they were before the last good build, tells whether there is anything to do.

: "${root:?}"
launcher=$root/server/target/latchkey/bin/latchkey
build_logs=$root/.latchkey/build
stamps=$root/.latchkey/stamps

# The ones among these parts whose product is missing or whose sources changed.
stale_parts() { # PART…
  local part
  for part in "$@"; do
    if [[ ! -e $(product "$part") || $(cat "$stamps/$part" 2>/dev/null) != "$(stamp "$part")" ]]; then
      echo "$part"
    fi
  done
}

product() { # PART
  case $1 in
    server) echo "$launcher" ;;
    packages) echo "$root/node_modules/.package-lock.json" ;;
    client) echo "$root/client/dist/index.js" ;;
    page) echo "$root/spa/dist/.vite/manifest.json" ;;
  esac
}

sources() { # PART
  case $1 in
    server)
      printf '%s\n' pom.xml .mvn
      sed -n 's:.*<module>\(.*\)</module>.*:\1:p' pom.xml | grep -vx examples
      ;;
    packages) printf '%s\n' package-lock.json package.json .npmrc ./*/package.json examples/*/package.json examples/*/page/package.json ;;
    client) printf '%s\n' package-lock.json tsconfig.base.json client http/src/main/resources/dev/latchkey/http/openapi.json ;;
    page) printf '%s\n' package-lock.json tsconfig.base.json client spa ;;
  esac
}

# Tests and what was built are no sources of a product.
stamp() ( # PART
  cd "$root" || exit
  sources "$1" | xargs -d '\n' -I{} find {} \
    \( -name node_modules -o -name target -o -name dist -o -name test -o -name test-results \) -prune -o -type f -print0 \
    | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
)

tools_of() { # PART…
  local part
  for part in "$@"; do
    case $part in
      server) printf '%s\n' jdk maven ;;
      *) echo node ;;
    esac
  done | awk '!seen[$0]++'
}

# What takes Java is made beside what takes Node: each waits for other things.
build() { # PART…
  local part begin=$SECONDS with_node=()
  mkdir -p "$stamps" "$build_logs"
  rm -f "$build_logs"/*
  note "Building $# of 4 parts; the first time that takes minutes, later seconds. Logs: $build_logs"
  start_ticker "building"
  for part in "$@"; do
    if [[ $part == server ]]; then
      beside build_in_turn server
    else
      with_node+=("$part")
    fi
  done
  ((${#with_node[@]} == 0)) || beside build_in_turn "${with_node[@]}"
  if ! wait_for_all; then
    stop_ticker
    for part in "$@"; do
      [[ ! -e $build_logs/$part.failed ]] || show_failed "$part"
    done
    exit 1
  fi
  stop_ticker
}

build_in_turn() { # PART…
  local part now step
  for part in "$@"; do
    now=$(stamp "$part")
    step=$SECONDS
    passing ""
    note "  $(described "$part")…"
    if ! make_part "$part" >"$build_logs/$part.log" 2>&1; then
      touch "$build_logs/$part.failed"
      return 1
    fi
    passing ""
    note "  $(described "$part"): $((SECONDS - step)) s, $((SECONDS - begin)) s in all"
    echo "$now" >"$stamps/$part"
  done
}

show_failed() { # PART
  note "The build failed at: $(described "$1")"
  show_log "$build_logs/$1.log" 30
}

described() { # PART
  case $1 in
    server) echo "the server" ;;
    packages) echo "npm packages" ;;
    client) echo "the client" ;;
    page) echo "the page" ;;
  esac
}

# A start from sources wants the program: tests are not even compiled, and the compiler looks for errors alone, which is a fifth
# of the work. What it made so is made again before it is judged (./verify).
make_server() {
  mkdir -p .latchkey
  touch .latchkey/unanalysed
  MAVEN_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC ${MAVEN_OPTS:-}" \
    mvn -B -ntp -T 1C -Dstyle.color=never -Pfast -Dmaven.test.skip=true -Danalysis.javadoc=none \
    -Danalysis.main=-XDanalysis=none -Danalysis.test=-XDanalysis=none -pl server -am package
}

make_part() ( # PART
  cd "$root" || exit
  case $1 in
    server) make_server ;;
    packages) npm ci ;;
    client) npm run build --workspace client ;;
    page) npm run build ;;
  esac
)

# Seconds that pass, on a terminal.
start_ticker() { # TEXT
  ticker=""
  if [[ -t 2 ]]; then
    local begin=$SECONDS
    while passing "$1… $((SECONDS - begin)) s"; do sleep 1; done &
    ticker=$!
    trap stop_ticker EXIT
  fi
}

stop_ticker() {
  if [[ -n ${ticker:-} ]]; then
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    ticker=""
    passing ""
  fi
}
