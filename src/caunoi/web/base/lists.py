"""Lists of the desk: pages of a sensible size, columns that sort."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

SIZES = (20, 50, 100)
# Pages shown on each side of the current one.
BESIDE = 2


class ListPage(Page):
    """A page of a list, with what the pagination component draws."""

    sizes = SIZES

    def around(self) -> Iterator[int]:
        """Give the page numbers to draw: the ends, the neighbours, and 0 for a gap between them."""
        last = self.paginator.num_pages
        shown = sorted({1, last, *range(max(1, self.number - BESIDE), min(last, self.number + BESIDE) + 1)})
        before = 0
        for number in shown:
            if number - before == 2:
                yield number - 1
            elif number - before > 2:
                yield 0
            yield number
            before = number


class _ListPaginator(Paginator):
    """Pages of a list; of a very long one only the first ``most`` rows have pages, which saves counting the rest.

    Counting rows and then reading a page of them are two walks through the same table, and where few rows fit both go
    through all of it. So the keys of the rows that have pages are read once, in order: they tell the count, and a page
    is read by its keys.
    """

    def __init__(
        self,
        rows: Any,
        per_page: int,
        *,
        most: int | None = None,
        load: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None,
    ) -> None:
        super().__init__(rows, per_page)
        self.most = most if isinstance(rows, QuerySet) else None
        self.load = load

    @cached_property
    def count(self) -> int:
        """How many rows have pages."""
        return super().count if self.most is None else min(len(self._keys), self.most)

    @cached_property
    def _keys(self) -> list[Any]:
        rows: Any = self.object_list
        return list(rows.values_list("pk", flat=True)[: (self.most or 0) + 1])

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than have pages."""
        return self.most is not None and len(self._keys) > self.most

    def page(self, number: int | str) -> Page:
        """Return page ``number``; raises ``InvalidPage`` where there is none."""
        if self.most is None and self.load is None:
            return super().page(number)
        valid = self.validate_number(number)
        first = (valid - 1) * self.per_page
        rows: Any = self.object_list
        keys = rows.values_list("pk", flat=True) if self.most is None else self._keys
        shown = rows.filter(pk__in=list(keys[first : min(first + self.per_page, self.count)]))
        return self._get_page(self.load(shown) if self.load else shown, valid, self)

    def _get_page(self, *args: Any, **kwargs: Any) -> ListPage:
        return ListPage(*args, **kwargs)


def paginate(
    request: HttpRequest,
    rows: QuerySet[Any] | Sequence[Any],
    *,
    size: int = 50,
    most: int | None = None,
    load: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None,
) -> ListPage:
    """Return the page that ``?page=`` asks for, of ``?size=`` rows (20, 50 or 100); never fails on odd values.

    ``most`` is for lists that may be very long: only so many rows have pages, what lies beyond is found by filters.
    ``load`` adds what takes long to ask for: to the rows of the page alone, where a database might do it for all.
    """
    asked = request.GET.get("size", "")
    per_page = int(asked) if asked in {str(s) for s in SIZES} else size
    page: ListPage = _ListPaginator(rows, per_page, most=most, load=load).get_page(  # type: ignore[assignment]
        request.GET.get("page")
    )
    return page


@dataclass(frozen=True)
class Sorting:
    """How a list is sorted now: the column's key, its direction, the fields to order by."""

    key: str
    descending: bool
    columns: Mapping[str, tuple[str, ...]]

    @property
    def order_by(self) -> list[str]:
        """The fields for ``order_by``; the first turns round when descending, and so do those after it."""
        fields = self.columns[self.key]
        return [_turned(field) for field in fields] if self.descending else list(fields)

    def state(self, key: str) -> str:
        """Return "ascending", "descending" or "" for the head of column ``key``."""
        if key != self.key:
            return ""
        return "descending" if self.descending else "ascending"

    def next_value(self, key: str) -> str:
        """Return what ``?sort=`` must be to sort by ``key``, or to turn it round."""
        return f"-{key}" if key == self.key and not self.descending else key


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def sorting(request: HttpRequest, columns: Mapping[str, tuple[str, ...]], *, default: str) -> Sorting:
    """Read ``?sort=key`` or ``?sort=-key``; an unknown key falls back to ``default`` (which may begin with "-").

    ``columns`` maps a key to the fields it orders by; end each with a unique field, so that pages never overlap.
    """
    asked = request.GET.get("sort", "")
    value = asked if asked.removeprefix("-") in columns else default
    return Sorting(key=value.removeprefix("-"), descending=value.startswith("-"), columns=columns)
