"""The same reports through a local batch and through Spark: are the tables the same, row for row?

    python benchmarks/engines.py FOLDER [--workers 2] [--file-names "{level}_{region}_{year}.txt"] [--tables metrics ...]

Runs examples/spark_job.py; needs the extra ``spark`` and a Java runtime.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from govreport_ie.corpus.batch import BATCH_TABLES, Options, run_batch, schema_of
from govreport_ie.corpus.documents import document_id
from govreport_ie.corpus.readers import find_files, read_texts

ROOT = Path(__file__).resolve().parent.parent
OF_FILES = ("source_path", "encoding", "warnings")
"""Columns that tell of the files, which a frame of texts knows nothing of."""

_IDS = {"sections": "section_id", "metrics": "metric_id", "quantities": "quantity_id", "entities": "entity_id"}


def texts_table(folder: Path, names: str | None, target: Path) -> int:
    """Write the texts of a folder with what the names of its files tell as one Parquet table."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    rows = []
    for path in find_files(folder):
        for source in read_texts(path, name_pattern=names, on_error=lambda path, error: None):
            known = {name: source.metadata.get(name) for name in ("year", "region", "level")}
            identifier = document_id(source, path.relative_to(folder).as_posix())
            rows.append({"doc_id": identifier, "text": source.text, **known})
    parquet.write_table(pa.Table.from_pylist(rows), target)
    return len(rows)


def rows_of(path: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a table by document and id, without what is told of the files."""
    import pyarrow.parquet as parquet

    table = parquet.read_table(path)
    types = {field.name: field.type for field in table.schema}
    assert types == {field.name: field.type for field in schema_of(name)}, (name, types)
    rows = [{key: cell for key, cell in row.items() if key not in OF_FILES} for row in table.to_pylist()]
    return sorted(rows, key=lambda row: (row["doc_id"], row[_IDS[name]] if name in _IDS else ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--file-names")
    parser.add_argument("--tables", nargs="+", default=[name for name in BATCH_TABLES if name != "failures"])
    arguments = parser.parse_args()
    files = [path for path in find_files(arguments.folder) if path.suffix == ".txt"]
    same = True
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        (root / "in").mkdir()
        for path in files:
            (root / "in" / path.name).symlink_to(path.resolve())
        result = run_batch([root / "in"], root / "local", workers=2, options=Options(name_pattern=arguments.file_names))
        texts = texts_table(root / "in", arguments.file_names, root / "texts.parquet")
        print(f"local batch: {result.reports} reports in {result.seconds:.1f} s, {len(result.failures)} failures")
        paths = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
        environment = {
            **os.environ,
            "PYSPARK_PYTHON": sys.executable,
            "PYTHONPATH": paths,
            "SPARK_LOCAL_IP": "127.0.0.1",
        }
        for name in arguments.tables:
            started = time.monotonic()
            job = [sys.executable, ROOT / "examples" / "spark_job.py", root / "texts.parquet", root / name]
            options = ["--table", name, "--master", f"local[{arguments.workers}]"]
            subprocess.run([*map(str, job), *options], check=True, env=environment, stderr=subprocess.DEVNULL)
            ours, theirs = rows_of(root / "local" / f"{name}.parquet", name), rows_of(root / name, name)
            same = same and ours == theirs
            print(
                f"{name}: {len(theirs)} rows from Spark with {arguments.workers} workers "
                f"({texts} texts, {time.monotonic() - started:.1f} s), {len(ours)} from the batch: "
                f"{'identical' if ours == theirs else 'DIFFERENT'}",
                flush=True,
            )
    raise SystemExit(0 if same else 1)


if __name__ == "__main__":
    main()
