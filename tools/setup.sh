#!/bin/sh
# Build .venv from a lock file: tools/setup.sh run|test|check|faults
#
#   1/3  the environment itself: Python 3.11 or newer, with pip
#   2/3  the packages of requirements/<set>.txt, each checked against its hash
#   3/3  txng, so that .venv/bin/txng works and follows the files in src/
#
# Ends with a stamp that the Makefile compares with the lock file; when nothing changed this script is
# not even started. Plain sh: Debian's dash is enough.
set -eu
set_name=$1
lock=requirements/$set_name.txt
log=.venv/setup.log
started=$(date +%s)

stop() {  # each argument is one line
    echo "" >&2
    for line in "$@"; do echo "  $line" >&2; done
    echo "" >&2
    exit 1
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=
for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13; do
    if command -v "$candidate" >/dev/null 2>&1 && is_new_enough "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    found=$(python3 --version 2>/dev/null || echo "no Python at all")
    stop "txng needs Python 3.11 or newer; this machine has $found." \
         "On Debian or Ubuntu:   apt-get install -y python3.11 python3.11-venv" \
         "If it lies elsewhere:  make setup PYTHON=/path/to/python3.11"
fi

if [ -z "${PYTHON:-}" ] && [ ! -e .venv ]; then  # several builds of one version: the quickest
    quickest=$("$python" tools/quickest_python.py 2>/dev/null || true)
    [ -z "$quickest" ] || python=$quickest
fi
version=$("$python" -c 'import platform; print(platform.python_version())')
if [ -e .venv ] && ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "      .venv belongs to a Python that is gone or too old: building it again"
    rm -rf .venv
fi
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    echo "1/3   environment in .venv (Python $version, $python)"
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        series=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
        stop "$python cannot make environments: its module venv or ensurepip is missing." \
             "On Debian or Ubuntu:  apt-get install -y $series-venv"
    fi
    "$python" -m venv .venv || stop "The environment in .venv could not be made: see the lines above." \
        "Is the disk full, or does this folder belong to someone else?"
else
    echo "1/3   environment in .venv is there (Python $version)"
fi

count=$(grep -c '^[a-z]' "$lock")
echo "2/3   $count packages from $lock (the first time they are downloaded: about a minute)"
: > "$log"
pip="env PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 .venv/bin/python -m pip"
if ! $pip install --require-hashes --requirement "$lock" >> "$log" 2>&1; then
    tail -n 5 "$log" >&2
    if grep -qiE 'from versions: none|name or service|connection|timed out|unreachable|proxy|ssl' "$log"; then
        stop "The packages could not be downloaded. Is this machine connected, and may it reach a Python" \
             "package index? Behind a proxy set HTTPS_PROXY; with a mirror set PIP_INDEX_URL." \
             "Then type the same command again: it continues where it stopped. Details: $log"
    elif grep -qi 'do not match the hashes' "$log"; then
        stop "A package differs from the one that was locked. Do not force it: clear pip's cache" \
             "(.venv/bin/python -m pip cache purge), try again, and report it if it stays. Details: $log"
    fi
    stop "pip could not install the packages. Details: $log" \
         "A clean start often helps: make clean, then the same command."
fi

echo "3/3   txng itself"
if ! $pip install --no-deps --no-build-isolation --no-index --editable . >> "$log" 2>&1; then
    tail -n 15 "$log" >&2
    stop "txng could not be installed into .venv. Details: $log"
fi

# A larger set contains the smaller ones.
case $set_name in
    check) touch .venv/stamp-run .venv/stamp-test .venv/stamp-check ;;
    faults) touch .venv/stamp-run .venv/stamp-test .venv/stamp-faults ;;
    test)  touch .venv/stamp-run .venv/stamp-test ;;
    run)   touch .venv/stamp-run ;;
esac
echo "      ready after $(( $(date +%s) - started )) s: .venv/bin/txng"
