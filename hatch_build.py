"""What a wheel holds beside the sources: the rows of the lexicons in a form that loads quickly and, where asked for, compiled modules.

``GOVREPORT_IE_COMPILE=1 pip wheel .`` compiles the modules that `pyproject.toml` names with mypyc, which needs a C compiler.  Without
the variable the wheel is pure Python and the build needs nothing.  See docs/compiled.md.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILE = "GOVREPORT_IE_COMPILE"
LEXICONS = "govreport_ie/extraction/lexicons"
COMPILERS = ["mypy>=1.15", "numpy", "setuptools>=65"]  # the types of arrays are numpy's
MYPY = ["--ignore-missing-imports", "--follow-imports=silent"]


class BuildHook(BuildHookInterface):
    """Adds to a wheel what is made when it is built; an editable installation reads the sources."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build needs beside hatchling."""
        return COMPILERS if _compiles() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files.

        Args:
            version: ``standard`` or ``editable``.
            build_data: what the builder asks of its hooks.
        """
        if self.target_name != "wheel" or version == "editable":
            return
        made = Path(mkdtemp(prefix="govreport_ie-"))
        self._made = made
        stored = self._module("govreport_ie.extraction.lexicons.stored")
        rows = made / stored.NAME
        rows.write_bytes(self._module("govreport_ie.extraction.lexicons").compact())
        build_data["force_include"][str(rows)] = f"{LEXICONS}/{stored.NAME}"
        if _compiles():
            for path in compiled(Path(self.root), self.config["compile"], made / "compiled"):
                build_data["force_include"][str(path)] = path.relative_to(made / "compiled").as_posix()
            build_data["pure_python"] = False
            build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made: the wheel has it."""
        del build_data, artifact_path
        if self.target_name == "wheel" and version != "editable":
            shutil.rmtree(self._made, ignore_errors=True)

    def _module(self, name: str) -> Any:
        """A module of the source tree; those of the lexicons need no other package."""
        if self.root not in sys.path:
            sys.path.insert(0, self.root)
        return importlib.import_module(name)


def _compiles() -> bool:
    return os.environ.get(COMPILE, "") not in ("", "0")


def compiled(root: Path, patterns: list[str], folder: Path) -> list[Path]:
    """Compile modules.

    Args:
        root: the source tree, which is left as it is.
        patterns: the modules, as patterns of paths from the root; one that begins with ``!`` takes modules out again.
        folder: where to compile.

    Returns:
        The extension modules in the folder, in the places that they have in the wheel.
    """
    from mypyc.build import mypycify  # they are there when compiling is asked for
    from setuptools import Distribution

    shutil.copytree(root / "govreport_ie", folder / "govreport_ie", ignore=shutil.ignore_patterns("__pycache__"))
    names = [path.relative_to(folder).as_posix() for path in modules(folder, patterns)]
    with _inside(folder):
        extensions = mypycify([*MYPY, *names], opt_level=os.environ.get("MYPYC_OPT_LEVEL", "3"), multi_file=True)
        distribution = Distribution({"name": "govreport_ie", "ext_modules": extensions})
        command = distribution.get_command_obj("build_ext")
        command.inplace = True  # type: ignore[attr-defined]
        command.parallel = os.cpu_count()  # type: ignore[attr-defined]
        command.ensure_finalized()
        command.run()
    return sorted(
        path for suffix in ("*.so", "*.pyd") for path in folder.glob(f"**/{suffix}") if "build" not in path.parts
    )


def modules(root: Path, patterns: list[str]) -> list[Path]:
    """The modules that patterns name, sorted.

    Args:
        root: the source tree.
        patterns: see `compiled`.

    Raises:
        ValueError: if a pattern names none.
    """
    wanted: set[Path] = set()
    for pattern in patterns:
        found = set(root.glob(pattern.lstrip("!")))
        if not found:
            raise ValueError(f"no module {pattern}")
        wanted = wanted - found if pattern.startswith("!") else wanted | found
    return sorted(wanted)


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """Work inside a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
