#!/bin/sh
# Makes .venv and installs the pinned packages of the given requirements files, only when one of them changed.
# Needs Python 3.11 or later and nothing else; uses uv where it is found, because it is ten times quicker.
set -eu
cd "$(dirname "$0")/.."

list=$1   # requirements.txt, or requirements-dev.txt which includes it
stamp=.venv/.installed-${list%.txt}
wanted=$(cat requirements.txt "$list" | cksum)

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if new_enough "$candidate"; then echo "$candidate"; return; fi
    done
    found=$( (python3 --version || python --version) 2>/dev/null || echo "no Python")
    echo "Commonplace needs Python 3.11 or later, and found $found." >&2
    echo "Install it (https://www.python.org/downloads/), or say where it is: make run PYTHON=/path/to/python3" >&2
    exit 1
}

# A .venv whose Python was removed or replaced cannot be mended, only made again.
new_enough .venv/bin/python || {
    python=$(find_python)
    echo "      making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv || {
        echo "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2
        rm -rf .venv
        exit 1
    }
}

[ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && exit 0

echo "      installing $list (a minute or two, the first time only)"
if command -v uv >/dev/null; then
    uv pip install --quiet --python .venv/bin/python -r "$list"
else
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$list"
fi
printf '%s\n' "$wanted" > "$stamp"
