"""The door through which numbers come in: exact, or not at all."""

from __future__ import annotations

from fractions import Fraction


def exact(value: object, what: str) -> Fraction:
    """``value`` as a fraction. Raises :class:`TypeError`, naming ``what``, for all but a fraction or an integer."""
    if isinstance(value, bool) or not isinstance(value, (Fraction, int)):
        raise TypeError(f"{what} must be a Fraction, not {type(value).__name__} ({value!r})")
    return Fraction(value)


def positive(value: object, what: str) -> Fraction:
    """``value`` as a fraction above nought. Raises :class:`TypeError` as :func:`exact`, or :class:`ValueError`."""
    number = exact(value, what)
    if number <= 0:
        raise ValueError(f"{what} must be above 0, not {number}")
    return number


def unsigned(value: object, what: str) -> Fraction:
    """``value`` as a fraction that is not below nought. Raises :class:`TypeError` or :class:`ValueError`."""
    number = exact(value, what)
    if number < 0:
        raise ValueError(f"{what} must not be below 0, as {number} is")
    return number
