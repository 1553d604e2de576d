# shellcheck shell=bash
# What both commands stand on.

: "${root:?}"
mkdir -p "$root/.latchkey"
# shellcheck source=tools/lib/say.sh
source "$root/tools/lib/say.sh"
# shellcheck source=tools/lib/beside.sh
source "$root/tools/lib/beside.sh"
# shellcheck source=tools/lib/java.sh
source "$root/tools/lib/java.sh"
# shellcheck source=tools/lib/packages.sh
source "$root/tools/lib/packages.sh"
# shellcheck source=tools/lib/toolchain.sh
source "$root/tools/lib/toolchain.sh"
# shellcheck source=tools/lib/build.sh
source "$root/tools/lib/build.sh"
# shellcheck source=tools/lib/install.sh
source "$root/tools/lib/install.sh"
