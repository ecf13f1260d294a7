"""The panel: region x year x indicator x status, one value a cell.

See `govreport_ie.panels.cells` for the rules of precedence.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import ConfigError, MissingExtraError
from govreport_ie.panels.build import panel_rows
from govreport_ie.panels.output import write_panel
from govreport_ie.panels.source import read_metrics
from govreport_ie.panels.tables import PANEL_TABLES, panel_schema
from govreport_ie.report.models import Report

if TYPE_CHECKING:
    import pandas

__all__ = ["PANEL_TABLES", "panel", "panel_rows", "panel_schema", "write_panel"]


def panel(reports: Iterable[Report] | str | Path, *, table: str = "panel") -> pandas.DataFrame:
    """A panel of regions, years, indicators and statuses, one value a cell.

    Args:
        reports: reports, or the output of a batch.
        table: ``panel``; ``conflicts`` for the values that were not chosen and differ; ``targets`` for targets with their
            results.

    Returns:
        A DataFrame with the columns of `PANEL_TABLES`.  Values are Decimals; ``astype(float)`` turns a column into numbers to
        compute with.

    Raises:
        ConfigError: if there is no such table.
        ReadError: if the batch's output cannot be read.
        MissingExtraError: if pandas is not installed.

    Example:
        >>> import govreport_ie as gi
        >>> report = gi.extract("2023年，全县城镇新增就业1.2万人。", year=2024, region="宁海县")
        >>> gi.panel([report])[["region_code", "year", "indicator", "status", "value"]].values.tolist()
        [['330226', 2023, '城镇新增就业', 'actual', Decimal('12000')]]
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtraError('DataFrames need pandas: pip install "govreport-ie[frame]"') from error
    if table not in PANEL_TABLES:
        raise ConfigError(f"no table {table!r}; there are {', '.join(PANEL_TABLES)}")
    rows = [row for name, row in panel_rows(_metrics(reports)) if name == table]
    frame = pd.DataFrame(rows, columns=PANEL_TABLES[table].names)
    types = {"integer": "Int64", "boolean": "boolean"}
    return frame.astype(
        {column.name: types[column.type] for column in PANEL_TABLES[table].columns if column.type in types}
    )


def _metrics(reports: Iterable[Report] | str | Path) -> Iterable[dict[str, Any]]:
    if isinstance(reports, (str, Path)):
        return read_metrics(reports)
    return (row for report in reports for row in report.to_records())
