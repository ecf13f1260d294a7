"""Arithmetic of Decimals in contexts of our own, so that a caller's ``decimal.getcontext()`` never changes a result.

Python's Decimals round each result to the precision of the context of the running thread, which belongs to the caller.  Functions
that add, multiply or negate Decimals are marked `exactly`; what must be rounded is rounded by `rounded` and `ratio`, in the one
place that says how.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import (
    MAX_EMAX,
    MAX_PREC,
    MIN_EMIN,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
    localcontext,
)
from fractions import Fraction
from functools import wraps
from typing import ParamSpec, TypeVar

__all__ = ["exactly", "ratio", "rounded"]

# Sums and products have as many digits as they need; a result that would have to be rounded is an error.  Division has no
# place here, as most quotients do not end: it goes through fractions.
_EXACT = Context(
    prec=MAX_PREC,
    rounding=ROUND_HALF_EVEN,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow, Inexact],
)
_ROUNDING = Context(
    prec=MAX_PREC,
    rounding=ROUND_HALF_EVEN,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


def exactly(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """Run a function in a context in which arithmetic is exact or an error, whatever the caller's context.

    Not for generators, whose body runs in the context of whoever asks for the next item.

    Args:
        function: the function.

    Example:
        >>> from decimal import localcontext
        >>> add = exactly(lambda one, other: one + other)
        >>> with localcontext() as context:
        ...     context.prec = 2
        ...     add(Decimal(1234), Decimal("0.5"))
        Decimal('1234.5')
    """

    @wraps(function)
    def wrapped(*arguments: _Parameters.args, **keywords: _Parameters.kwargs) -> _Result:
        with localcontext(_EXACT):
            return function(*arguments, **keywords)

    return wrapped


def rounded(value: Decimal, places: int) -> Decimal:
    """A value rounded half to even.

    Args:
        value: a finite number.
        places: decimal places; below zero for tens, hundreds and so on.

    Example:
        >>> rounded(Decimal("2.345"), 2), rounded(Decimal(1860), -2)
        (Decimal('2.34'), Decimal('1.9E+3'))
    """
    return value.quantize(Decimal((0, (1,), -places)), context=_ROUNDING)


def ratio(part: Decimal, whole: Decimal, places: int) -> Decimal:
    """The quotient of two values, rounded half to even.

    Args:
        part: what is divided.
        whole: what it is divided by, not zero.
        places: decimal places of the result, zero or more.

    Example:
        >>> ratio(Decimal(2), Decimal(3), 4)
        Decimal('0.6667')
    """
    scaled = round(Fraction(part) / Fraction(whole) * 10**places)
    return Decimal((int(scaled < 0), Decimal(abs(scaled)).as_tuple().digits, -places))
