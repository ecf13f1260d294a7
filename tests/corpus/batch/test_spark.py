"""The example job on a local Spark with two workers gives the rows that this process gives."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import govreport_ie as gi
from tests.conftest import REPORT, ROOT

pytest.importorskip("pyspark")
pd = pytest.importorskip("pandas")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java (apt: openjdk-17-jre-headless)")


@pytest.fixture(scope="module")
def job():
    specification = importlib.util.spec_from_file_location("spark_job", ROOT / "examples" / "spark_job.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession  # pyright: ignore[reportMissingImports]

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="module")
def frame():
    return pd.DataFrame(
        {
            "doc_id": [f"r{number}" for number in range(6)],
            "text": [REPORT.replace("286.4", f"{286 + number}.4") for number in range(5)] + [" "],
            "year": [2024] * 6,
            "region": ["宁海县", None] * 3,
        }
    )


@pytest.mark.parametrize("table", ["metrics", "reports", "failures"])
def test_the_same_rows(job, spark, frame, table, tmp_path: Path):
    # the arrow writer, not createDataFrame(pandas), so that the test does not depend on the pandas that Spark knows
    frame.to_parquet(tmp_path / "texts.parquet", coerce_timestamps=None)
    texts = spark.read.parquet(str(tmp_path / "texts.parquet")).repartition(2)
    rows = [row.asDict() for row in job.annotate(texts, table).collect()]
    expected = [
        {name: None if cell is pd.NA or cell != cell else cell for name, cell in row.items()}
        for row in gi.annotate_frame(frame, table=table).to_dict("records")
    ]
    assert len(expected) >= 1

    def order(row: dict) -> tuple:
        return tuple(str(row[name]) for name in ("doc_id", "metric_id", "source_path") if name in row)

    assert sorted(rows, key=order) == sorted(expected, key=order)
    if table == "metrics":
        assert all(isinstance(row["value"], Decimal | None) for row in rows)
