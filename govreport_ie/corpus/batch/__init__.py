"""Corpora: files in, tables out, with nothing lost whatever happens on the way."""

from __future__ import annotations

from govreport_ie.corpus.batch.publish import OUTPUT_FORMATS
from govreport_ie.corpus.batch.run import BatchResult, run_batch
from govreport_ie.corpus.batch.tasks import Options
from govreport_ie.tables.reports import BATCH_TABLES, schema_of

__all__ = ["BATCH_TABLES", "OUTPUT_FORMATS", "BatchResult", "Options", "run_batch", "schema_of"]
