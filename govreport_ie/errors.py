"""Errors that the library raises; all derive from `GovReportError`."""

from __future__ import annotations

__all__ = [
    "ConfigError",
    "ConvertError",
    "EvaluationError",
    "GovReportError",
    "LexiconError",
    "MissingExtraError",
    "NumberError",
    "QuantityError",
    "ReadError",
    "TextError",
    "UnitError",
    "UnknownObjectError",
    "WriteError",
]


class GovReportError(Exception):
    """Base class of every error raised on purpose by this library."""


class TextError(GovReportError, ValueError):
    """The text handed to the extractor cannot be processed (not a string, or not valid Unicode)."""


class NumberError(GovReportError, ValueError):
    """A string is not one written number.

    Attributes:
        position: 0-based offset of the first character that does not fit, or None.
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.position = position


class QuantityError(GovReportError, ValueError):
    """A string is not exactly one quantity.

    Attributes:
        position: 0-based offset of the first character that does not fit, or None.
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.position = position


class UnitError(GovReportError, ValueError):
    """A unit is unknown, or a conversion crosses dimensions."""


class UnknownObjectError(GovReportError, KeyError):
    """A report has no object with this id, or no number at this offset."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""  # KeyError would show the message in quotes


class LexiconError(GovReportError, ValueError):
    """A lexicon or taxonomy file is malformed; the message names the file and the line."""


class ConfigError(GovReportError, ValueError):
    """A pipeline, option or configuration value is not usable."""


class ConvertError(GovReportError, ValueError):
    """An annotated document cannot be converted; the message names the document and the annotation."""


class ReadError(GovReportError, OSError):
    """A file cannot be read as text: missing, unreadable, binary, encrypted or of an unknown kind."""


class MissingExtraError(GovReportError, ImportError):
    """An optional dependency is not installed; the message gives the one-line install command."""


class EvaluationError(GovReportError, ValueError):
    """Gold labels or predictions are missing or malformed; the message names the file, the line and the field."""


class WriteError(GovReportError, OSError):
    """Results cannot be written: an unwritable place, a missing folder, or a format that the file name does not tell."""
