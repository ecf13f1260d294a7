"""The house has one direction: what imports what, and what waits until it is asked for."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "govreport_ie"

# Modules of ours that functions import when they run: they need spaCy, or FastAPI, which waits with them.
LATE = {
    "govreport_ie.corpus.batch.docs",
    "govreport_ie.pipeline.layers",
    "govreport_ie.pipeline.loading",
    "govreport_ie.pipeline.words",
    "govreport_ie.serve.routes",
}


def late_imports(node: ast.AST, inside: bool = False) -> Iterator[str]:
    """The modules of ours that functions import, or that are imported for types only."""
    for child in ast.iter_child_nodes(node):
        hidden = inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.If)
        if hidden and isinstance(child, ast.ImportFrom) and (child.module or "").startswith("govreport_ie"):
            yield child.module or ""
        elif hidden and isinstance(child, ast.Import):
            yield from (name.name for name in child.names if name.name.startswith("govreport_ie"))
        yield from late_imports(child, hidden)


# The commands are left out: each imports what it runs when it runs, so that help comes at once.  The package itself names
# its parts for type checkers and imports them when they are first used.
FILES = [
    path for path in sorted(PACKAGE.rglob("*.py")) if path.parent.name != "cli" and path != PACKAGE / "__init__.py"
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_import_hides_in_a_function(path: Path):
    assert set(late_imports(ast.parse(path.read_text(encoding="utf-8")))) <= LATE


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import govreport_ie", {"spacy", "pydantic", "numpy", "pandas", "regex"}),
        ("import govreport_ie.cli.app", {"spacy", "pydantic", "numpy", "pandas"}),
        ("import govreport_ie as gi; gi.extract('增长6%。')", {"spacy", "pandas", "pyarrow", "jinja2", "rich"}),
        ("import govreport_ie.extraction.engine", {"spacy", "pydantic", "pandas"}),
    ],
)
def test_what_is_not_asked_for_is_not_loaded(statement: str, absent: set[str]):
    command = f"{statement}; import sys; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not absent & set(done.stdout.split())
