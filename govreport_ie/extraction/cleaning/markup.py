"""Marks around words: tags and entities of HTML, emphasis and headings of Markdown, marks of footnotes, pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govreport_ie.extraction.lexicons.patterns import lazy_pattern
from govreport_ie.extraction.view import Span

__all__ = ["marks", "markup", "replaced_tags"]

_HAN = "\u3400-\u9fff"
_UNIT_START = "[亿万千百元%‰个户人公亩吨家项次条名所件座套倍米年月日]"
"""What follows a number that is blotted out by asterisks or underscores (**亿元): such marks are no emphasis."""

_INLINE = "b|i|u|s|em|strong|span|font|sup|sub|a|small|big|label|o:p|mark|code|img"
_INLINE_TAG = lazy_pattern(
    r"<!--.{0,400}?-->|(?<![mM米里])<sup>\s?[\[(]?[0-9*]{1,3}[\])]?\s?</sup>"
    rf"|</?(?:{_INLINE})(?:\s[^<>\n]{{0,400}})?/?>",
    re.IGNORECASE,
)
_BLOCK_TAG = lazy_pattern(
    r"</?(?:p|br|div|td|tr|th|table|tbody|thead|h[1-6]|li|ul|ol|hr|center|section|article|html|body|head|title|meta)"
    r"(?:\s[^<>\n]{0,400})?/?>",
    re.IGNORECASE,
)
_ENTITY = lazy_pattern(r"&(?:nbsp|ensp|emsp|thinsp|#160|#12288|#xa0);", re.IGNORECASE)
_EMPHASIS = lazy_pattern(
    rf"(?<!\*)(\*{{1,3}})(?![*\s])(?! ?{_UNIT_START})([^*\n]{{1,200}}?)(?<!\s)\1(?!\*)"
    rf"|(?<![A-Za-z0-9_])(_{{1,2}})(?![_\s])(?! ?{_UNIT_START})([^_\n]{{1,200}}?)(?<!\s)\3(?![A-Za-z_])"
    r"|(`{1,3})([^`\n]{1,200})\5"
)
_SAYS = lazy_pattern(rf"[0-9]|[{_HAN}]{{2}}")
_STRUCK_OUT = lazy_pattern(r"~~[^~\n]{1,200}~~")
_LINK = lazy_pattern(r"!\[[^\]\n]{0,100}\]\([^()\s]{1,300}\)|\[([^\]\n]{1,100})\]\((?:https?:|/|#|\.)[^()\s]{0,300}\)")
_LINE_MARK = lazy_pattern(r"\n(#{1,6} +|> ?)(?=\S)")
_FIRST_LINE_MARK = lazy_pattern(r"#{1,6} +|> ?")
_ESCAPE = lazy_pattern(r"\\(?=[.\-+*_#()\[\]~>])")


def markup(text: str, folded: str) -> list[Span]:
    """The marks of HTML and Markdown; of tags that end a line all but the last character, for which see `replaced_tags`.

    Args:
        text: the text.
        folded: the folded text.
    """
    found: list[Span] = []
    if "<" in text and ">" in text:
        found += _spans(_INLINE_TAG, text)
        found += [(start, end - 1) for start, end in _spans(_BLOCK_TAG, text)]
    if "&" in text:
        found += _spans(_ENTITY, text)
    if "*" in folded or "_" in folded or "`" in folded:
        found += _emphasis(folded)
    if "~~" in folded:
        found += _spans(_STRUCK_OUT, folded)
    if "](" in text:
        found += _links(text)
    if "#" in folded or ">" in folded:
        found += _line_marks(folded)
    if "\\" in folded:
        found += _spans(_ESCAPE, folded)
    found.sort()
    return found


def _spans(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [match.span() for match in pattern.finditer(text)]


def _emphasis(folded: str) -> Iterator[Span]:
    for match in _EMPHASIS.finditer(folded):
        inner = match.span(match.lastindex or 0)
        if _SAYS.search(folded, *inner):
            yield match.start(), inner[0]
            yield inner[1], match.end()


def _links(text: str) -> Iterator[Span]:
    for match in _LINK.finditer(text):
        if match[1] is None:
            yield match.span()
        else:
            yield match.start(), match.start(1)
            yield match.end(1), match.end()


def _line_marks(folded: str) -> Iterator[Span]:
    first = _FIRST_LINE_MARK.match(folded)
    if first:
        yield first.span()
    for match in _LINE_MARK.finditer(folded):
        yield match.span(1)


def replaced_tags(folded: str, found: list[Span]) -> list[int]:
    """Where a tag that ends a line stood, of which `markup` has left the last character: a line end is read there."""
    return [end for _, end in found if folded.startswith(">", end) and (end == 0 or folded[end - 1] != ">")]


_FOOTNOTE = lazy_pattern(
    rf"(?<=[{_HAN}0-9%‰A-Za-z”》)])(?:"
    r"\[ ?(?:注 ?)?[0-9]{1,2} ?\]|【 ?(?:注 ?)?[0-9]{1,2} ?】|\((?:注|注释|见注) ?[0-9①-⑳]{0,2}\)|[⁰¹²³⁴-⁹]{1,3}"
    r"|[①-⑳⑴-⑼†‡※](?=[,。;:、!?)”\n0-9增下同达完为是约超升降占]|$)"
    rf"|\*(?=[{_HAN}0-9,。;、]|$)"
    r")"
)
_FOOTNOTE_SIGN = re.compile(r"[\[【①-⑳⑴-⑼⁰¹²³⁴-⁹†‡※*]")
_SQUARE = frozenset("²³")
_BEFORE_SQUARE = frozenset("mM米里")
_OF_DOCUMENT = frozenset("号")
_PINYIN = lazy_pattern(rf"(?<=[{_HAN}])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]{{1,7}}\)")
_TONE = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]")


def marks(text: str, folded: str) -> list[Span]:
    """The marks of footnotes behind a word or number, and pinyin in brackets behind characters.

    Args:
        text: the text.
        folded: the folded text.
    """
    found: list[Span] = []
    if _FOOTNOTE_SIGN.search(folded) or "(注" in folded or "(见注" in folded:
        found = [match.span() for match in _FOOTNOTE.finditer(folded) if _is_footnote(folded, *match.span())]
    if _TONE.search(folded):
        found += [match.span() for match in _PINYIN.finditer(folded)]
        found.sort()
    return found


def _is_footnote(folded: str, start: int, end: int) -> bool:
    mark = folded[start:end]
    if mark in _SQUARE and folded[start - 1] in _BEFORE_SQUARE:
        return False
    if mark == "*":
        # 2*66, and an asterisk for a number that is blotted out (投资*亿元)
        return (
            not (folded[start - 1].isdigit() and folded[end : end + 1].isdigit())
            and folded[end : end + 1] not in _UNITS
        )
    return folded[end : end + 1] not in _OF_DOCUMENT


_UNITS = frozenset(_UNIT_START[1:-1])
