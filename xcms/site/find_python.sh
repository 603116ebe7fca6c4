#!/bin/sh
# Prints a Python >= 3.11 that can make virtual environments; else one sentence and status 1.
# PYTHON=... decides. The versions the suite runs on come first, then whatever python3 is.

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
known() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1; }

found=
if [ -n "$PYTHON" ]; then
    usable "$PYTHON" && found=$PYTHON
else
    for candidate in python3 python3.13 python3.12 python3.11 python; do
        known "$candidate" && found=$candidate && break
    done
    [ -z "$found" ] && usable python3 && found=python3
fi

if [ -z "$found" ]; then
    echo "需要 Python 3.11 或更高版本，本机${PYTHON:+（PYTHON=$PYTHON）}未找到；请安装后再试。 Python 3.11 or newer is needed and was not found; please install it and try again." >&2
    exit 1
fi
if ! "$found" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    echo "Python（$found）缺少 venv 模块；Debian/Ubuntu 上请安装 python3-venv。 Python's venv module is missing; on Debian or Ubuntu install python3-venv." >&2
    exit 1
fi
echo "$found"
