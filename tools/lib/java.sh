# shellcheck shell=bash
# Finds a Java: what a person chose, then the PATH, then the usual folders.

java_homes() {
  local java home
  for home in "${LATCHKEY_JAVA_HOME:-}" "${JAVA_HOME:-}"; do
    [[ -z $home ]] || echo "$home"
  done
  if java=$(command -v java); then
    dirname "$(dirname "$(readlink -f "$java")")"
  fi
  printf '%s\n' /usr/lib/jvm/* /usr/local/lib/jvm/* /opt/* /opt/java/* \
    "${HOME:-}"/.jdks/* "${HOME:-}"/.sdkman/candidates/java/*
}

# The major version. A JDK carries it in a file: reading that is quicker than starting it.
java_version() { # HOME
  local version
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true)
  if [[ -z $version ]]; then
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1 || true)
  fi
  echo "${version:-0}"
}

# The first home of at least that version that has the program in its bin folder.
find_java() { # VERSION PROGRAM
  local home
  while read -r home; do
    if [[ -x $home/bin/java && -x $home/bin/$2 ]] && (($(java_version "$home") >= $1)); then
      echo "$home"
      return
    fi
  done < <(java_homes)
  return 1
}

# What there is, for a message.
list_javas() {
  local home list
  list=$(java_homes | while read -r home; do
    [[ ! -x $home/bin/java ]] || echo "Java $(java_version "$home") in $(readlink -f "$home")"
  done | awk '!seen[$0]++' | paste -sd, | sed 's/,/, /g')
  echo "${list:-no Java}"
}
