"""Forms with a file, kept in memory: nothing of a request is written to the disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govreport_ie.serve.errors import RequestError

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["Form", "read_form"]

_FIELDS = ("text", "year", "region", "doc_id", "lang")
_YEARS = range(1949, 2101)


@dataclass(frozen=True, slots=True)
class Form:
    """What a form holds.

    Attributes:
        content: the uploaded file's bytes, else the pasted text.
        name: the file's name.
        fields: its other fields, without empty ones.
    """

    content: str | bytes
    name: str | None
    fields: dict[str, str]

    @property
    def year(self) -> int | None:
        """Its year.

        Raises:
            RequestError: if it is none.
        """
        given = self.fields.get("year", "").strip()
        if not given:
            return None
        if not (given.isascii() and given.isdigit() and len(given) == 4 and int(given) in _YEARS):
            raise RequestError(422, "bad_year", f"the year must lie between {_YEARS[0]} and {_YEARS[-1]}")
        return int(given)


async def read_form(request: Request, max_bytes: int) -> Form:
    """Read a multipart form with ``text`` or ``file`` and perhaps ``year``, ``region``, ``doc_id`` and ``lang``.

    Args:
        request: the request.
        max_bytes: bound of its size.

    Raises:
        RequestError: if it is no such form.
    """
    from starlette.datastructures import UploadFile
    from starlette.formparsers import MultiPartException, MultiPartParser

    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise RequestError(415, "no_form", "send multipart/form-data with a field text or file")
    parser = MultiPartParser(
        request.headers, request.stream(), max_files=1, max_fields=len(_FIELDS), max_part_size=max_bytes
    )
    parser.spool_max_size = max_bytes + 1  # larger files than this one would go to the disk
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise RequestError(400, "bad_form", f"the form cannot be read: {error.message}") from error
    uploads = [(name, value) for name, value in form.multi_items() if isinstance(value, UploadFile)]
    fields = _fields([(name, value) for name, value in form.multi_items() if isinstance(value, str)])
    if any(name != "file" for name, _ in uploads):
        raise RequestError(422, "unknown_field", "the file's field must be named file")
    for _, upload in reversed(uploads):
        if upload.filename:
            data = await upload.read()
            if not data:
                raise RequestError(422, "empty", "the file is empty")
            return Form(data, upload.filename, fields)
    if "text" not in fields:
        raise RequestError(422, "empty", "paste a text or choose a file")
    # browsers send line ends of forms as \r\n
    return Form(fields["text"].replace("\r\n", "\n"), None, fields)


def _fields(given: list[tuple[str, str]]) -> dict[str, str]:
    """The fields that are not empty.

    Raises:
        RequestError: if one is unknown, or the language is none.
    """
    for name, _ in given:
        if name not in _FIELDS:
            known = ", ".join(_FIELDS)
            raise RequestError(422, "unknown_field", f"there is no field {name[:50]!r}; there are file, {known}")
    fields = {name: value for name, value in given if value.strip()}
    if fields.get("lang", "zh") not in ("zh", "en"):
        raise RequestError(422, "bad_language", "the language must be zh or en")
    return fields
