"""Annotate a corpus with Ray Data: texts in a Parquet table, the rows of one result table out.

    pip install "govreport-ie[files]" "ray[data]"
    python examples/ray_job.py texts.parquet metrics

The input has a column ``text`` and, where known, ``doc_id``, ``year`` and ``region``.
"""

from __future__ import annotations

import sys
from functools import partial

import ray

from govreport_ie.frames import annotate_frame


def main(source: str, target: str, table: str = "metrics") -> None:
    """Read, annotate, write."""
    texts = ray.data.read_parquet(source)
    rows = texts.map_batches(partial(annotate_frame, table=table), batch_format="pandas", batch_size=64)
    rows.write_parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
