#!/usr/bin/env bash
# Brings uv, Python 3.10 and the locked packages into this checkout. Needs python3; installs what else is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

# System packages only where this script may install them and something really is missing.
need() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "setup: $1 is missing; install it (on Debian: apt-get install $1) and try again" >&2
        exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

uv=$(command -v uv || true)
if [ -z "$uv" ] || ! "$uv" --version >/dev/null 2>&1; then
    uv=.tools/bin/uv
    if [ ! -x "$uv" ]; then
        python3 -c 'import ensurepip, venv' 2>/dev/null || need python3-venv
        python3 -m venv .tools
        .tools/bin/python -m pip install --quiet --disable-pip-version-check uv
    fi
fi

# Only the tests need a browser: without the right to install one, everything else works all the same.
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! command -v chromium >/dev/null; then
    need chromium
fi

# Compiled once here, Rasa's packages import in a third of the time at every start.
export UV_COMPILE_BYTECODE=1
"$uv" sync --locked --quiet
echo "setup: ready"
