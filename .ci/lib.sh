# Shared by .ci/test and the suites. A suite starts with:  . "$(dirname "$0")/../lib.sh"
# shellcheck shell=bash
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

# One place for everything that is built; CI_WORK holds what the suites keep between runs.
export TARGET=${CARGO_TARGET_DIR:-$ROOT/target}
export CARGO_TARGET_DIR=$TARGET
export CI_WORK=$TARGET/ci-work
export CARGO_BUILD_JOBS=${CARGO_BUILD_JOBS:-2} CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-never}
LONG=${LONG:-0}
mkdir -p "$CI_WORK"

say() { printf '%s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# check NAME COMMAND...: one test of a suite that is not a test program itself.
CHECKS_PASSED=0 CHECKS_FAILED=0
check() {
    local name=$1 rc=0
    shift
    say "== $name"
    # A subshell that is waited for keeps `set -e` alive inside; `if "$@"` would switch it off.
    set +e
    (set -e; "$@")
    rc=$?
    set -e
    if [ "$rc" -eq 0 ]; then
        CHECKS_PASSED=$((CHECKS_PASSED + 1)); say "ok    $name"
    else
        CHECKS_FAILED=$((CHECKS_FAILED + 1)); say "FAIL  $name (exit $rc)"
    fi
}
# The last command of a suite that used `check`.
checks_done() {
    say "$CHECKS_PASSED passed, $CHECKS_FAILED failed"
    [ "$CHECKS_FAILED" -eq 0 ]
}

# failures LOG: what failed in a suite's log, and the lines before each failure. It comes after everything else, because
# whoever shows a log may cut it; so it is short itself, and indented, not to be counted as results of its own.
failures() {
    awk '
        # An artifact is of use only whole.
        function shown(text) { return text ~ /^artifact / ? text : substr(text, 1, 240) }
        function tell(   i) {
            for (i = (kept > 25 ? kept - 25 : 0); i < kept; i++) part[parts++] = shown(line[i % 25])
            kept = 0
        }
        { sub(/\r$/, "") }
        # What a failed test of cargo test printed.
        /^---- .* stdout ----$/ { spoken = 12 }
        spoken > 0 { part[parts++] = shown($0); spoken-- }
        /^== / { kept = 0 }
        # `check` and the Python suites, cargo test, nextest, pytest.
        /^FAIL  / || /^test .* \.\.\. FAILED$/ || /^ +FAIL \[/ || /^FAILED / {
            name[names++] = shown($0)
            if (/^FAIL  /) { if (++told <= 8) tell(); part[parts++] = shown($0); next }
        }
        /^(ok|FAIL)  / { kept = 0; next }
        { line[kept++ % 25] = $0 }
        END {
            for (i = 0; i < names && i < 40; i++) print "    " name[i]
            if (names > 40) print "    and " (names - 40) " more"
            # Nothing that says of itself that it failed: the end of the log is the best there is.
            if (parts == 0) tell()
            for (i = (parts > 240 ? parts - 240 : 0); i < parts; i++) print "    | " part[i]
        }
    ' "$1"
}

# locked NAME COMMAND...: two suites never install at the same time.
locked() {
    local name=$1
    shift
    (flock 9; "$@") 9>"$CI_WORK/$name.lock"
}

apt_missing() { # prints the packages of "$@" that are not installed
    local p
    for p in "$@"; do
        dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$p"
    done
}
apt_install() {
    local missing
    missing=$(apt_missing "$@")
    [ -n "$missing" ] || return 0
    say "installing Debian packages: $missing"
    apt-get update -qq
    # shellcheck disable=SC2086  # a list of names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
}
# need_apt PACKAGE...: installs what is missing, or says plainly what the reader has to install.
need_apt() {
    local missing
    command -v dpkg-query >/dev/null || die "not a Debian system: please install what these Debian packages contain: $*"
    missing=$(apt_missing "$@")
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null || die "missing, and there is no apt-get to install it: $missing"
    [ "$(id -u)" -eq 0 ] || die "missing, and only root can install it: sudo apt-get install --no-install-recommends $missing"
    locked apt apt_install "$@"
}
# need_command COMMAND PACKAGE: a command, from any source, else from this Debian package.
need_command() { command -v "$1" >/dev/null || need_apt "$2"; }

# need_component COMMAND COMPONENT: a part of the Rust toolchain.
need_component() {
    cargo "$1" --version >/dev/null 2>&1 || rustup component add "$2" || die "the Rust toolchain lacks $2: rustup component add $2"
}

cargo_tool_install() { # NAME VERSION ROOT
    [ -x "$3/bin/$1" ] && return 0
    say "building $1 $2 (once per machine)"
    # A target directory of its own would be kept for nothing; a fresh resolution helps where a
    # registry mirror lags behind the tool's own lock file.
    env -u CARGO_TARGET_DIR -u RUSTC -u RUSTFLAGS cargo install --quiet --locked "$1@$2" --root "$3" ||
        env -u CARGO_TARGET_DIR -u RUSTC -u RUSTFLAGS cargo install --quiet "$1@$2" --root "$3"
}
# need_cargo_tool NAME VERSION: puts exactly this version first in PATH.
need_cargo_tool() {
    local root=${CARGO_HOME:-$HOME/.cargo}/zhengzhao-tools/$1-$2
    locked "$1" cargo_tool_install "$1" "$2" "$root"
    export PATH=$root/bin:$PATH
}

venv_install() { # DIR REQUIREMENTS
    cmp -s "$2" "$1/requirements.txt" && return 0
    rm -rf "$1"
    python3 -m venv "$1" || { need_apt python3-venv; rm -rf "$1"; python3 -m venv "$1"; }
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check -r "$2"
    cp "$2" "$1/requirements.txt" # last: an interrupted installation is not taken for a finished one
}
# need_venv NAME REQUIREMENTS: a Python environment with exactly these packages; sets PYTHON.
need_venv() {
    need_command python3 python3
    locked "venv-$1" venv_install "$CI_WORK/venv-$1" "$2"
    PYTHON=$CI_WORK/venv-$1/bin/python
    export PYTHON
}
