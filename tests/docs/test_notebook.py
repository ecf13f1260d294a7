"""The example notebook runs from top to bottom, in a kernel of its own."""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.conftest import ROOT

NOTEBOOK = ROOT / "examples" / "walkthrough.ipynb"


def test_the_notebook_is_kept_without_output():
    nbformat = pytest.importorskip("nbformat")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) >= 8
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


def test_the_notebook_runs(tmp_path):
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    specifications = pytest.importorskip("jupyter_client.kernelspec")
    pytest.importorskip("ipykernel")
    folder = tmp_path / "examples"
    shutil.copytree(ROOT / "examples", folder)
    notebook = nbformat.read(folder / NOTEBOOK.name, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
    client.create_kernel_manager()
    client.km._kernel_spec = specifications.KernelSpec(
        argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], language="python"
    )  # this environment's Python, whatever kernels the user has registered
    executed = client.execute()
    shown = {kind for cell in executed.cells for output in cell.get("outputs", []) for kind in output.get("data", {})}
    printed = "".join(
        output.text for cell in executed.cells for output in cell.get("outputs", []) if output.output_type == "stream"
    )
    assert {"text/html", "image/png"} <= shown
    assert "named row" in printed or "whole row" in printed
    assert "pre-annotations" in printed
