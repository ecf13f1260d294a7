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

# Into a new environment: with uv where it is there, which takes a minute where pip takes many.
install() {
  if command -v uv > /dev/null; then
    uv venv --quiet --python "$1" "$2" && uv pip install --quiet --python "$2/bin/python" -c constraints.txt ".[files]" pytest hypothesis
  else
    "$1" -m venv "$2" && "$2/bin/pip" install --quiet -c constraints.txt ".[files]" pytest hypothesis
  fi
}

for version in "${@:-3.10 3.11 3.12 3.13 3.14}"; do
  for minor in $version; do
    python="$(command -v "python$minor" || true)"
    for found in "$HOME"/.pyenv/versions/"$minor".*/bin/python; do [ -x "$found" ] && python="$found"; done
    if [ -z "$python" ] || ! "$python" -c '' 2> /dev/null; then echo "Python $minor: not there"; continue; fi
    if install "$python" "$work/$minor" > "$work/log" 2>&1 \
      && "$work/$minor/bin/python" -m pytest -q -o addopts= -p no:cacheprovider tests/api/test_fuzz.py tests/extraction/test_decimals.py \
        tests/extraction/test_text.py tests/tables tests/writers "tests/pipeline/test_processes.py::test_start_methods" > "$work/log" 2>&1; then
      echo "Python $("$python" -V | cut -d' ' -f2): passed ($(grep -E 'passed|\[100%\]' "$work/log" | tail -1))"
      if [ -n "${FREEZE:-}" ]; then "$work/$minor/bin/python" -c 'import importlib.metadata as m; print(*sorted(f"{d.name}=={d.version}" for d in m.distributions()), sep="\n")' > "$FREEZE.$minor"; fi
    else
      echo "Python $minor: failed"; tail -15 "$work/log"; status=1
    fi
    rm -rf "${work:?}/$minor"
  done
done
exit $status
