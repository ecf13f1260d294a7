"""Shares of a whole: 工业投资占固定资产投资的57%."""

from __future__ import annotations

import re

__all__ = ["NOUN_OF_SHARE", "SHARE_OF", "share_name"]

SHARE_OF = re.compile(r"(?:仅|约)?占(?!比|地面积|用|有率|道|补)")
# heads whose percent is a level
NOUN_OF_SHARE = re.compile(r"(?:率|比重|占比|比例|程度|度|面|覆盖|系数|比|进度|份额|水平|浓度)$")


def share_name(subject: str, whole: str) -> str:
    """The name of a share.

    Args:
        subject: the thing whose share it is.
        whole: the words from 占 on.

    Example:
        >>> share_name("工业投资", "占固定资产投资")
        '工业投资占固定资产投资比重'
    """
    return subject + whole if NOUN_OF_SHARE.search(whole) else subject + whole + "比重"
