# shellcheck shell=bash
# What the build and the tests need, where it is looked for, which package has it, and what to say when it is not to be had.
# A need is `jdk`, `maven`, `node`, or the name of a program whose package is called the same.

: "${caller:?the command to type again}"
node_version=20.19

ensure() { # NEED…
  local need found missing=() packages=() ready=true
  declare -A reasons=()
  for need in "$@"; do
    have "$need" || missing+=("$need")
  done
  ((${#missing[@]})) || return 0
  refusal=""
  if may_install "$(named "${missing[@]}")"; then
    refresh_packages
    for need in "${missing[@]}"; do
      mapfile -t found < <(packages_of "$need")
      packages+=("${found[@]}")
      ((${#found[@]})) || reasons[$need]="apt has no package that brings it$(too_old "$need")"
    done
    ((${#packages[@]} == 0)) || install_packages "${packages[@]}" || true
    passing ""
  fi
  for need in "${missing[@]}"; do
    have "$need" && continue
    explain "$need" "${reasons[$need]:-${refusal:-its package was installed, and it is still not found}}"
    ready=false
  done
  [[ $ready == true ]]
}

have() { # NEED
  local home
  case $1 in
    jdk)
      home=$(find_java 25 javac) && export JAVA_HOME=$home
      ;;
    maven)
      reach mvn ${MAVEN_HOME:+"$MAVEN_HOME/bin"} /opt/*maven*/bin "${HOME:-}"/.sdkman/candidates/maven/current/bin
      ;;
    node)
      reach node /opt/node*/bin /usr/local/node*/bin "${HOME:-}"/.nvm/versions/node/*/bin && reach npm
      ;;
    chromium)
      [[ -x ${CHROMIUM:-} ]] || reach chromium || reach chromium-browser || reach google-chrome
      ;;
    chromium-headless-shell)
      # Not every system has it. The tests do with the whole browser, in more time.
      reach "$1" || ! has_package "$1"
      ;;
    postgresql)
      postgresql_bin >/dev/null
      ;;
    nginx | haproxy | pgbouncer)
      reach "$1" /usr/sbin # not on everyone's PATH
      ;;
    flask)
      # The system's own Python, whose packages are the system's.
      [[ -x /usr/bin/python3 ]] && /usr/bin/python3 -c 'import flask' 2>/dev/null
      ;;
    gcc)
      # Some systems have the compiler and not the headers of the C library.
      reach gcc && echo '#include <stdio.h>' | gcc -fsyntax-only -xc - 2>/dev/null
      ;;
    *) reach "$1" ;;
  esac
}

# Whether a program is found, new enough, on the PATH or in one of the folders, which then joins the PATH.
reach() { # PROGRAM FOLDER…
  local program=$1 folder
  shift
  for folder in "" "$@"; do
    if PATH=${folder:+$folder:}$PATH command -v "$program" >/dev/null \
      && PATH=${folder:+$folder:}$PATH recent "$program"; then
      PATH=${folder:+$folder:}$PATH
      return 0
    fi
  done
  return 1
}

# Where PostgreSQL's own programs are, the newest version's.
postgresql_bin() {
  local folder
  if command -v initdb >/dev/null && command -v postgres >/dev/null; then
    dirname "$(command -v initdb)"
    return
  fi
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin | sort -rV); do
    if [[ -x $folder/initdb && -x $folder/postgres ]]; then
      echo "$folder"
      return
    fi
  done
  return 1
}

recent() { # PROGRAM
  [[ $1 != node ]] || [[ $(printf '%s\n' "$node_version" "$(node_found)" | sort -V | head -n 1) == "$node_version" ]]
}

node_found() {
  node --version 2>/dev/null | tr -d v || true
}

# The packages that bring a need, or nothing where apt has none that do.
packages_of() { # NEED
  local package
  case $1 in
    jdk)
      for package in openjdk-25-jdk-headless temurin-25-jdk; do
        if has_package "$package"; then
          echo "$package"
          return
        fi
      done
      ;;
    node)
      if has_package nodejs "$node_version"; then
        echo nodejs
        # Some packages of Node bring npm along and refuse to stand beside another.
        apt-cache show --no-all-versions nodejs | grep -q '^Provides:.*npm' || echo npm
      fi
      ;;
    flask) ! has_package python3-flask || echo python3-flask ;;
    go) ! has_package golang-go || echo golang-go ;;
    gcc) ! has_package gcc || printf '%s\n' gcc libc6-dev ;;
    *) ! has_package "$1" || echo "$1" ;;
  esac
}

too_old() { # NEED
  [[ $1 != node ]] || ! has_package nodejs || echo ", or only an older one"
}

named() { # NEED…
  local need names=()
  for need in "$@"; do
    case $need in
      jdk) names+=("JDK 25") ;;
      maven) names+=("Maven") ;;
      node) names+=("Node $node_version or later with npm") ;;
      *) names+=("$need") ;;
    esac
  done
  printf '%s\n' "${names[@]}" | paste -sd, | sed 's/,/, /g'
}

explain() { # NEED WHY
  case $1 in
    jdk)
      problem "JDK 25 is missing; Maven runs on it to build the server." "$(list_javas)" "$2" \
        "install the package openjdk-25-jdk-headless where your system has it; else unpack the
         .tar.gz of Eclipse Temurin 25 (JDK, Linux, $(uname -m); adoptium.net) into ~/.jdks, which is
         looked through, or name any JDK 25 by its folder: LATCHKEY_JAVA_HOME=/path/to/jdk-25 $caller"
      ;;
    maven)
      problem "Maven is missing; it builds the server." "no mvn on the PATH" "$2" \
        "install the package maven (apt-get install maven), then start $caller again"
      ;;
    node)
      problem "Node $node_version or later with npm is missing; it builds the page." \
        "$(node_listed)" "$2" \
        "install the packages nodejs and npm where your system's are new enough; else unpack Node 22
         or later (Linux, $(uname -m); nodejs.org) as /opt/node, which is looked through, then start $caller again"
      ;;
    *)
      problem "The program $1 is missing; the tests run it." "no $1 on the PATH" "$2" \
        "install the package $1 (apt-get install $1), then start $caller again"
      ;;
  esac
}

node_listed() {
  local found
  found=$(node_found)
  if [[ -z $found ]]; then
    echo "no node on the PATH"
  else
    echo "Node $found at $(command -v node), npm at $(command -v npm || echo "no place")"
  fi
}
