# shellcheck shell=bash
# Installs programs through the system's package manager, after asking. Nothing prebuilt comes from anywhere else.

: "${root:?}"
install_log=$root/.latchkey/install.log

# Whether apt has the package, of at least that version.
has_package() { # PACKAGE [VERSION]
  local version
  version=$(LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: //p')
  [[ -n $version && $version != "(none)" ]] || return 1
  [[ -z ${2:-} ]] || dpkg --compare-versions "$version" ge "$2"
}

# Runs apt-get as root. Its output goes to the log.
apt_get() {
  local as_root=()
  ((EUID == 0)) || as_root=(sudo)
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "$@" </dev/null >>"$install_log" 2>&1
}

# May packages be installed here? If not, `refusal` says why.
may_install() { # WHAT IS MISSING
  if ! command -v apt-get >/dev/null; then
    refusal="this system has no apt-get, and no other package manager is known here"
    return 1
  fi
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    refusal="packages need root, and there is no sudo"
    return 1
  fi
  agreed "Missing: $1. Install it with apt-get?"
}

# Refreshes the list of packages; where that fails, the old list has to do.
refresh_packages() {
  passing "looking for packages…"
  : >"$install_log"
  apt_get -q update || true
}

install_packages() { # PACKAGE…
  passing "installing $*…"
  if ! apt_get -q -y --no-install-recommends install "$@"; then
    passing ""
    refusal="apt-get failed to install $*"
    show_log "$install_log" 15
    return 1
  fi
  passing ""
}
