"""Every written form of a number that reports use, made from its value: the counterpart of the grammar under test."""

from __future__ import annotations

from decimal import Decimal

PLAIN = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
TRADITIONAL = str.maketrans("万亿点两", "萬億點兩")
FULL_WIDTH = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")


def chinese_group(value: int, digits: str, places: str) -> str:
    """A number below 10000 in Chinese figures, the leading 一 of 一十 kept."""
    written, zero = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            written += (digits[0] if zero else "") + digits[digit] + (places[power - 1] if power else "")
            zero = False
        elif written:
            zero = True
    return written


def chinese(value: int, *, formal: bool = False) -> str:
    """A whole number below 10**16 in Chinese figures."""
    digits, places = (FORMAL, "拾佰仟") if formal else (PLAIN, "十百千")
    if value == 0:
        return "零"
    written = ""
    for power, magnitude in ((12, "万亿"), (8, "亿"), (4, "万"), (0, "")):
        group = value // 10**power % 10**4
        if not group:
            continue
        if written and group < 1000:
            written += "零"
        if written.endswith("万亿") and power == 8:
            written = written[:-1]  # 一万二千亿, not 一万亿二千亿
        written += chinese_group(group, digits, places) + magnitude
    if written.startswith("一十") and not formal:
        written = written[1:]
    return written


def chinese_decimal(value: Decimal) -> str:
    """A decimal in Chinese figures: 十二点零五."""
    whole, _, fraction = format(value, "f").partition(".")
    written = chinese(int(whole))
    return written + ("点" + "".join(PLAIN[int(c)] for c in fraction) if fraction else "")


def grouped(value: Decimal) -> str:
    """With thousands separators: 1,234,567.8."""
    return f"{value:,f}"


def in_units_of(value: Decimal, power: int) -> str:
    """The figures before a magnitude, without an exponent or trailing zeros: 12345 in 万 is 1.2345."""
    shifted = format(value.scaleb(-power), "f")
    return shifted.rstrip("0").rstrip(".") if "." in shifted else shifted


def forms(value: Decimal) -> list[str]:
    """All written forms of a non-negative decimal below 10**16 with at most four places."""
    plain = format(value, "f")
    written = [plain, grouped(value), plain.translate(FULL_WIDTH), grouped(value).translate(FULL_WIDTH)]
    written += [in_units_of(value, 4) + "万", in_units_of(value, 8) + "亿", in_units_of(value, 12) + "万亿"]
    written += [(in_units_of(value, 4) + "万").translate(FULL_WIDTH), in_units_of(value, 8) + "億"]
    written.append(chinese_decimal(value))
    written.append(chinese_decimal(value).translate(TRADITIONAL))
    if value == value.to_integral_value():
        whole = int(value)
        written += [chinese(whole, formal=True), chinese(whole).replace("零", "〇")]
        if whole >= 10**8 and whole % 10**7 == 0:
            written.append(f"{whole // 10**8}亿" + (f"{whole % 10**8 // 10**7}千万" if whole % 10**8 else ""))
    return written
