"""What the build of a wheel compiles where it is asked to (docs/compiled.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.modules import module_of

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.skipif(not (ROOT / "hatch_build.py").exists(), reason="not in an installation")


def hook():
    pytest.importorskip("hatchling")
    return module_of(ROOT / "hatch_build.py")


def patterns() -> list[str]:
    tomllib = pytest.importorskip("tomllib")
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return config["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]["compile"]


def test_every_pattern_names_modules():
    named = hook().modules(ROOT, patterns())
    assert ROOT / "govreport_ie/extraction/text.py" in named
    assert not any(path.name == "__init__.py" for path in named)


def test_a_pattern_that_names_nothing_is_an_error():
    with pytest.raises(ValueError, match=r"no module govreport_ie/gone\.py"):
        hook().modules(ROOT, ["govreport_ie/gone.py"])


@pytest.mark.parametrize(("value", "compiles"), [(None, False), ("", False), ("0", False), ("1", True)])
def test_only_the_variable_makes_a_build_need_a_compiler(monkeypatch, value, compiles):
    build = hook()
    monkeypatch.delenv(build.COMPILE, raising=False)
    if value is not None:
        monkeypatch.setenv(build.COMPILE, value)
    needed = build.BuildHook(str(ROOT), {}, None, None, str(ROOT), "wheel").dependencies()
    assert bool(needed) is compiles
