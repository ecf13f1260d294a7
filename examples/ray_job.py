"""Annotate a corpus with Ray Data: texts in a Parquet table, the rows of one result table out.

    pip install "govreport-ie[ray]"
    python examples/ray_job.py texts.parquet metrics

The input has a column ``text`` and, where known, ``doc_id``, ``year`` and ``region``.
"""

from __future__ import annotations

import sys

import pandas
import pyarrow
import ray

from govreport_ie.corpus.batch import schema_of
from govreport_ie.corpus.dataframes import annotate_frame

TEXTS = 64  # a task; reports are long, so that few of them keep the memory of a worker bounded


def main(source: str, target: str, table: str = "metrics") -> None:
    """Read, annotate, write."""

    def annotate(frame: pandas.DataFrame) -> pyarrow.Table:
        # as Arrow with its schema: Ray would guess the types of a frame from each block's values
        return pyarrow.Table.from_pandas(annotate_frame(frame, table=table), schema_of(table), preserve_index=False)

    texts = ray.data.read_parquet(source)
    tasks = max(1, texts.count() // TEXTS)
    texts.repartition(tasks).map_batches(annotate, batch_format="pandas", batch_size=TEXTS).write_parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
