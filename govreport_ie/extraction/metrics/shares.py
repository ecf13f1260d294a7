"""Shares of a whole: 工业投资占固定资产投资的57%."""

from __future__ import annotations

from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern

__all__ = ["NOUN_OF_SHARE", "SHARE_OF", "population", "share_name"]

SHARE_OF = lazy_pattern(r"(?:仅|约|所)?占(?!比|地面积|用|有率|道|补)")
# heads whose percent is a level
NOUN_OF_SHARE = lazy_pattern(rf"{alternation('noun_of_share')}$")


def share_name(subject: str, whole: str) -> str:
    """The name of a share.

    Args:
        subject: the thing whose share it is.
        whole: the words from 占 on.

    Example:
        >>> share_name("工业投资", "占固定资产投资")
        '工业投资占固定资产投资比重'
    """
    whole = whole.lstrip("约仅")
    _, _, summed = subject.rpartition("等")
    if len(summed) > 3:
        subject = summed  # 集成电路、新材料等高新技术产业
    return subject + whole if NOUN_OF_SHARE.search(whole) else subject + whole + "比重"


# a class of which a share does something: 七成的行政村|集体经营性收入超过50万元
_POPULATION = lazy_pattern(rf"([一-龥]{{0,6}}{alternation('population')})(?![和及与、的以])([一-龥].{{2,}})")


def population(folded: str, start: int, end: int) -> tuple[int, str] | None:
    """Read the phrase behind a share as a class and what that share of it does.

    Args:
        folded: the folded text.
        start: start of the phrase.
        end: end of the phrase.

    Returns:
        The end of the class, and the name of the share; None where no class stands first.

    Example:
        >>> population("乡镇启动土地整治", 0, 8)
        (2, '启动土地整治的乡镇占比')
    """
    match = _POPULATION.fullmatch(folded, start, end)
    return (match.end(1), f"{match[2].removesuffix('了')}的{match[1]}占比") if match else None
