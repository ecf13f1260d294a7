"""What formats can hold, and how much is written at a time: one set of limits for everything that writes tables."""

from __future__ import annotations

__all__ = [
    "CELL_CHARACTERS",
    "DECIMAL_DIGITS",
    "DECIMAL_PLACES",
    "DUCKDB_MEMORY",
    "DUCKDB_MEMORY_LONG",
    "GROUP_BYTES",
    "GROUP_ROWS",
    "LONG_ROW",
    "SHEET_DIGITS",
    "SHEET_ROWS",
    "STATA_TEXT_BYTES",
]

DECIMAL_DIGITS = 38
"""Digits of a decimal column, the most that Parquet readers and DuckDB share."""

DECIMAL_PLACES = 10
"""Places right of the point of a decimal column, the most that the models keep of a value that does not end."""

GROUP_ROWS = 10_000
"""Rows that Parquet and DuckDB are given at a time."""

GROUP_BYTES = 8_000_000
"""The same in bytes: the texts of reports are long."""

DUCKDB_MEMORY = "128MB"
"""Memory that DuckDB may take; else it would keep up to four fifths of the machine's."""

DUCKDB_MEMORY_LONG = "1GB"
"""The same where rows are long: with less it cannot finish a file of 2,000 texts of 40,000 characters."""

LONG_ROW = 60_000
"""Bytes of a row, on average of those given at a time, from which rows count as long."""

SHEET_ROWS = 1_048_575
"""Rows that Excel keeps of a sheet, without the header; a longer table goes on in the next sheet."""

SHEET_DIGITS = 15
"""Digits that Excel keeps of a number; longer numbers are written as text."""

CELL_CHARACTERS = 32_767
"""Characters that Excel keeps in a cell; longer texts are cut off."""

STATA_TEXT_BYTES = 2_000_000_000
"""Bytes of one text that Stata takes."""
