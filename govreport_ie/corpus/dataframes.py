"""DataFrames in, DataFrames out: the function that Spark, Ray and anyone else may run over a corpus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from govreport_ie.corpus.documents import reports_of
from govreport_ie.corpus.readers.source import SourceText, shown
from govreport_ie.corpus.readers.tables import clean_metadata, text_column_of
from govreport_ie.errors import ConfigError, GovReportError, MissingExtraError, ReadError, TextError
from govreport_ie.report.models import Report
from govreport_ie.tables.arrow import pyarrow_module
from govreport_ie.tables.reports import BATCH_TABLES, FAILURES, Failure, RowBuffer, schema_of
from govreport_ie.tables.rows import Rows

if TYPE_CHECKING:
    import pandas
    import pyarrow

__all__ = ["annotate_frame", "annotate_rows", "spark_schema"]

_BATCH = 10_000  # rows handed on together


def annotate_frame(
    frame: pandas.DataFrame, *, table: str = "metrics", text_column: str | None = None
) -> pandas.DataFrame:
    """Annotate a frame with one text a row.

    The function is pure: the same frame gives the same rows, whatever the process or machine, and rows do not depend on each
    other, so a corpus may be cut into frames anywhere.

    Args:
        frame: texts, in a column named ``text`` or as ``text_column`` says; columns ``doc_id``, ``year``, ``region`` and ``level``
            are used where they exist, also under their Chinese names.  Without ``doc_id`` the rows have none.
        table: which table to give: reports, sections, metrics, quantities, entities or failures (rows without a text, or
            with one that cannot be annotated).
        text_column: the column of the texts.

    Returns:
        The rows of the table, with the columns and types of `govreport_ie.corpus.batch.schema_of`: text as ``object``,
        integers as ``Int64``, truth values as ``boolean``, decimals as ``Decimal``.

    Raises:
        ConfigError: if there is no such table or no column holds texts.
        MissingExtraError: if pandas or pyarrow is missing.

    Example:
        >>> import pandas as pd
        >>> import govreport_ie as gi
        >>> frame = pd.DataFrame({"doc_id": ["a"], "text": ["2023年，全县新增就业1.2万人。"], "year": [2024]})
        >>> gi.annotate_frame(frame)[["doc_id", "indicator", "value"]].values.tolist()
        [['a', '新增就业', Decimal('12000.0000000000')]]
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtraError('DataFrames need pandas: pip install "govreport-ie[files]"') from error
    if table not in BATCH_TABLES:
        raise ConfigError(f"no table {table!r}; there are {', '.join(BATCH_TABLES)}")
    pa = pyarrow_module()
    columns = list(frame.columns)
    frame = frame.astype(object).where(frame.notna(), None)  # pandas has several kinds of missing values
    rows = (dict(zip(columns, values, strict=True)) for values in frame.itertuples(index=False, name=None))
    found = annotate_rows(rows, columns, table=table, text_column=text_column)
    types = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    result = pa.Table.from_batches(list(found), schema=schema_of(table)).to_pandas(types_mapper=types.get)
    for column in result.columns:
        # text as objects whatever the version of pandas: Spark does not take the string type of pandas 3 when it is empty
        if pa.types.is_string(schema_of(table).field(column).type):
            result[column] = pd.Series([None if cell != cell else cell for cell in result[column]], dtype=object)
    return result


def annotate_rows(
    rows: Iterator[Mapping[str, Any]], columns: list[str], *, table: str = "metrics", text_column: str | None = None
) -> Iterator[pyarrow.RecordBatch]:
    """Annotate texts with their metadata; `annotate_frame` without pandas.

    Args:
        rows: one mapping a text.
        columns: the keys of the rows.
        table: which table to give.
        text_column: the key of the texts.

    Yields:
        Arrow record batches of the table's rows, in order.

    Raises:
        ConfigError: if no column holds texts.
    """
    try:
        column = text_column_of(dict.fromkeys(columns), text_column, "the frame")
    except ReadError as error:
        raise ConfigError(str(error)) from None
    failures: list[Failure] = []
    buffer = RowBuffer(() if table == FAILURES.name else (table,))
    for number, row in enumerate(rows):
        name = f"row {number}"
        try:
            metadata = clean_metadata({key: value for key, value in row.items() if key != column}, name)
            name = str(metadata.get("doc_id") or name)
            for report in _reports(row[column], metadata, name):
                buffer.add(report)
        except GovReportError as error:
            failures.append(Failure(shown(name), "text", shown(str(error))))
        except MemoryError:
            raise
        except Exception as error:  # whatever it is, it belongs to this row alone
            message = f"{type(error).__name__}: {str(error)[:300]}; please report it"
            failures.append(Failure(shown(name), "internal", shown(message)))
        if table != FAILURES.name and len(buffer) >= _BATCH:
            yield buffer.take()[table].arrow()
    if table == FAILURES.name:
        yield Rows.of(FAILURES, failures).arrow()
    else:
        yield buffer.take()[table].arrow()


def _reports(text: Any, metadata: dict[str, Any], name: str) -> Iterator[Report]:
    if not isinstance(text, str) or not text.strip():
        raise TextError(f"{name}: no text")
    # unlike the readers', this text stays as it is, so that offsets point into the frame
    source = SourceText(text, None, 0, len(text), None, metadata=metadata)
    return reports_of(source, doc_id=metadata.get("doc_id"))


def spark_schema(table: str = "metrics") -> str:
    """The columns of a table as Spark's schema text, for ``DataFrame.mapInPandas``.

    Args:
        table: which table.

    Example:
        >>> spark_schema("failures")
        '`source_path` string, `reason` string, `message` string, `attempts` bigint'
    """
    names = {"int64": "bigint", "double": "double", "bool": "boolean", "string": "string"}
    return ", ".join(
        f"`{field.name}` {names.get(str(field.type)) or str(field.type).replace('decimal128', 'decimal')}"
        for field in schema_of(table)
    )
