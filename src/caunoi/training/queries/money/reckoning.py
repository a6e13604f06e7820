"""How amounts come about: plain functions of numbers, in đồng, rounded half up to a whole đồng."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def whole(amount: Decimal) -> int:
    """Return the amount in whole đồng; half a đồng is rounded up."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def fee(*, rate: int, periods: Decimal, periods_per_sitting: int) -> int:
    """Return what ``periods`` of 45 minutes are worth where ``rate`` is paid for a sitting."""
    return whole(Decimal(rate) * periods / periods_per_sitting)


def tax(*, amount: int, threshold: int, percent: Decimal) -> int:
    """Return what is kept back of ``amount``: nothing below the threshold, ``percent`` of all of it from there on."""
    return whole(Decimal(amount) * percent / 100) if amount >= threshold else 0


def share(periods: int, speakers: int) -> Decimal:
    """Return the periods of an item that each of its ``speakers`` is paid for: they share it evenly."""
    return (Decimal(periods) / max(1, speakers)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def travel(*, trip: int, per_km: int, km: Decimal | None) -> int:
    """Return travel money: by kilometre where both the kilometres and their rate are known, else the fixed amount."""
    return whole(Decimal(per_km) * km) if km is not None and per_km else trip
