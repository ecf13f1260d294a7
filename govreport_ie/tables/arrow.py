"""The Arrow form of tables: schemas, and decimals that fit their columns."""

from __future__ import annotations

from decimal import Context, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from govreport_ie.errors import MissingExtraError
from govreport_ie.report.columns import Table
from govreport_ie.tables.limits import DECIMAL_DIGITS, DECIMAL_PLACES

if TYPE_CHECKING:
    import pyarrow

__all__ = ["arrow_schema", "fit_decimal", "pyarrow_module", "without_zeros"]

_LIMIT = Decimal(10) ** (DECIMAL_DIGITS - DECIMAL_PLACES)
_STEP = Decimal(1).scaleb(-DECIMAL_PLACES)
_EXACT = Context(prec=DECIMAL_DIGITS)


def pyarrow_module() -> Any:
    """The package pyarrow.

    Raises:
        MissingExtraError: if it is not installed.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtraError(
            'parquet, duckdb, panels and batches need pyarrow: pip install "govreport-ie[files]"'
        ) from error
    return pyarrow


@cache
def arrow_schema(table: Table[Any]) -> pyarrow.Schema:
    """The Arrow schema of a table, with each column's meaning as its metadata.

    Args:
        table: the table.

    Raises:
        MissingExtraError: if pyarrow is not installed.
    """
    pa = pyarrow_module()
    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "decimal": pa.decimal128(DECIMAL_DIGITS, DECIMAL_PLACES),
        "float": pa.float64(),
        "boolean": pa.bool_(),
    }
    return pa.schema(
        [
            pa.field(column.name, types[column.type], metadata={"description": column.meaning})
            for column in table.columns
        ]
    )


def fit_decimal(value: Decimal) -> Decimal | None:
    """The value as a decimal column holds it; one with too many digits is null, its words are in the text column.

    Args:
        value: a value of a report.

    Returns:
        The value with ten places, or None.

    Example:
        >>> fit_decimal(Decimal("6.5")), fit_decimal(Decimal(10) ** 30)
        (Decimal('6.5000000000'), None)
    """
    if value.copy_abs() >= _LIMIT:
        return None
    return value.quantize(_STEP, context=_EXACT)


def without_zeros(value: Decimal) -> Decimal:
    """A value of a decimal column without the zeros that the column adds.

    Args:
        value: a value of `fit_decimal`.

    Example:
        >>> without_zeros(Decimal("6.5000000000")), without_zeros(Decimal("120.0000000000"))
        (Decimal('6.5'), Decimal('120'))
    """
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize(_EXACT)
