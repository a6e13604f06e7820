"""Every address of the URL configuration, with the object of an office it stands for, or with one that is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from hypothesis import strategies as st

from tests.web.test_scope_walk import URL_OBJECTS

# Where the argument of an address of the account or the portal leads; everything else is in URL_OBJECTS.
MORE = {
    "handle": lambda office: "a" * 16,
    "token": lambda office: "MzQ-c7k2w9-3f8a1d6b5e90",
    "key": lambda office: "c7k2w9-3f8a1d6b5e90",
    "uidb36": lambda office: "1z",
    "provider_id": lambda office: "co-quan",
    "site": lambda office: office.site.slug,
    "section": lambda office: "tin-tuc",
    "year": lambda office: 2026,
    "tail": lambda office: f"tin-{office.article.pk}",
}
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
_ODD = {
    "int": st.sampled_from(["0", "1", "00000001", "2147483648", "9223372036854775808", "9" * 40]),
    "uuid": st.sampled_from(["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"]),
    "slug": st.sampled_from(["a", "-", "_" * 300, "0", "new"]),
    "other": st.sampled_from(["a", "%00", "%ff", "x" * 400, "..", "%2e%2e", "%0d%0a", "-", "%E1%BA%A5", "'", "~", "0"]),
}


@dataclass(frozen=True)
class Address:
    """One address: its name with its spaces, its route, and the arguments in it with what they take."""

    name: str
    route: str
    arguments: tuple[tuple[str, str], ...]

    def of(self, office) -> str:
        """Return the path that stands for the object of ``office``."""
        values = {name: str(self._value(name, office)) for name, _kind in self.arguments}
        return self._filled(values)

    def odd(self) -> st.SearchStrategy[str]:
        """Return paths of this address that stand for nothing."""
        return st.fixed_dictionaries({name: st.one_of(_ODD[kind], _ODD["other"]) for name, kind in self.arguments}).map(
            self._filled
        )

    def _value(self, argument: str, office):
        own = URL_OBJECTS.get(self.name, {})
        found = own.get(argument) if isinstance(own, dict) else None
        found = found or URL_OBJECTS.get(argument) or MORE.get(argument)
        return found(office) if found else 1

    def _filled(self, values: dict[str, str]) -> str:
        return "/" + _ARGUMENT.sub(lambda found: values[found.group(1)], self.route)


def _plain(pattern) -> tuple[str, list[tuple[str, str]]]:
    """Return a pattern as a route with ``<argument>``, and what each argument takes."""
    if isinstance(pattern, RoutePattern):
        kinds = [(name, type(each).__name__) for name, each in pattern.converters.items()]
        known = {"IntConverter": "int", "UUIDConverter": "uuid", "SlugConverter": "slug"}
        return str(pattern), [(name, known.get(kind, "other")) for name, kind in kinds]
    text = re.sub(r"\(\?P(<\w+>)(?:\([^()]*\)|\[[^\]]*\]|[^()])*\)", r"\1", str(pattern).strip("^$"))
    return text.replace("\\", "").rstrip("$"), [(name, "other") for name in pattern.regex.groupindex]


def every_address(resolver=None, prefix: str = "", space: str = "", given=()) -> Iterator[Address]:
    """Give every address of the project."""
    for each in (resolver or get_resolver()).url_patterns:
        route, arguments = _plain(each.pattern)
        both = [*given, *arguments]
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from every_address(each, prefix + route, inner, both)
        elif isinstance(each, URLPattern):
            yield Address(f"{space}{each.name}", prefix + route, tuple(both))
