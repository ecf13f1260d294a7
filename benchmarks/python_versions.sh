#!/usr/bin/env bash
# Install the package under every Python from 3.10 to 3.14 that the machine has, and run quick tests with it.
#
#     bash benchmarks/python_versions.sh [VERSION...]
#
# Prints a line for each version: passed, failed, or not there.  FREEZE=PREFIX in the environment writes what was installed to PREFIX.VERSION.
set -uo pipefail
cd "$(dirname "$0")/.."
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
status=0
for version in "${@:-3.10 3.11 3.12 3.13 3.14}"; do
  for minor in $version; do
    python="$(command -v "python$minor" || true)"
    for found in "$HOME"/.pyenv/versions/"$minor".*/bin/python; do [ -x "$found" ] && python="$found"; done
    if [ -z "$python" ] || ! "$python" -c '' 2> /dev/null; then echo "Python $minor: not there"; continue; fi
    if "$python" -m venv "$work/$minor" && "$work/$minor/bin/pip" install --quiet -c constraints.txt ".[files]" pytest hypothesis > "$work/log" 2>&1 \
      && "$work/$minor/bin/python" -m pytest -q -o addopts= -p no:cacheprovider tests/api/test_fuzz.py tests/extraction/test_decimals.py \
        tests/extraction/test_text.py tests/tables tests/writers "tests/pipeline/test_processes.py::test_start_methods" > "$work/log" 2>&1; then
      echo "Python $("$python" -V | cut -d' ' -f2): passed ($(grep -E 'passed|\[100%\]' "$work/log" | tail -1))"
      if [ -n "${FREEZE:-}" ]; then "$work/$minor/bin/pip" freeze > "$FREEZE.$minor"; fi
    else
      echo "Python $minor: failed"; tail -15 "$work/log"; status=1
    fi
    rm -rf "${work:?}/$minor"
  done
done
exit $status
