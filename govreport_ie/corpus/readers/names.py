"""Metadata in file names: ``city_宁波_2024.txt`` read by a pattern such as ``{level}_{region}_{year}.txt``."""

from __future__ import annotations

import re
from typing import Any

from govreport_ie.corpus.readers.tables import clean_metadata
from govreport_ie.errors import ConfigError

__all__ = ["NamePattern"]

_FIELD = re.compile(r"\{([A-Za-z_][A-Za-z_0-9]*)\}")


class NamePattern:
    """A pattern of file names with fields in braces.

    A field takes any characters but ``/``, as few as fit; ``{year}`` takes four digits; ``*`` takes anything.  The
    suffix may be left out.

    Args:
        pattern: the pattern, e.g. ``{level}_{region}_{year}.txt``.

    Raises:
        ConfigError: if the pattern has no field, or one twice.

    Example:
        >>> NamePattern("{level}_{region}_{year}.txt").parse("city_宁波_2024.txt")
        {'level': 'city', 'region': '宁波', 'year': 2024}
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        fields = _FIELD.findall(pattern)
        if not fields:
            raise ConfigError(f"file-name pattern {pattern!r} has no field such as {{year}} or {{region}}")
        if len(set(fields)) < len(fields):
            raise ConfigError(f"file-name pattern {pattern!r} has a field twice")
        parts: list[str] = []
        position = 0
        for match in _FIELD.finditer(pattern):
            parts.append(_literal(pattern[position : match.start()]))
            name = match.group(1)
            parts.append(rf"(?P<{name}>\d{{4}})" if name == "year" else rf"(?P<{name}>[^/]+?)")
            position = match.end()
        parts.append(_literal(pattern[position:]))
        suffix = "" if "." in pattern[position:] else r"(?:\.[^./]+)?"
        self._regex = re.compile("".join(parts) + suffix)

    def fits(self, name: str) -> bool:
        """Whether a file's name, without its folder, fits the pattern."""
        return self._regex.fullmatch(name) is not None

    def parse(self, name: str) -> dict[str, Any] | None:
        """Read a file's name.

        Args:
            name: the name without its folder.

        Returns:
            The metadata, or None if the name does not fit.
        """
        match = self._regex.fullmatch(name)
        return clean_metadata(match.groupdict(), name) if match else None


def _literal(text: str) -> str:
    return ".*?".join(re.escape(part) for part in text.split("*"))
