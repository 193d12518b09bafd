"""Every address of the portal, walked from the resolver: what the generated tests run over."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from core.access import third_party
from core.access.page import Page


@dataclass(frozen=True)
class Address:
    """One URL pattern: its full name, the arguments that it takes, its view and declaration."""

    name: str
    route: str
    arguments: tuple[str, ...]
    view: Any

    @property
    def page(self) -> Page | None:
        found: Page | None = getattr(self.view, "page", None)
        return found or third_party.declared(self.name)

    @property
    def ours(self) -> bool:
        return hasattr(self.view, "page")

    @property
    def in_programme(self) -> bool:
        return "slug" in self.arguments

    def __str__(self) -> str:
        return self.name if "." not in self.name else self.route


def addresses() -> list[Address]:
    """All of them, in the order of the URLconf."""
    return list(_walk(get_resolver(), "", "", ()))


def _walk(
    resolver: URLResolver, route: str, namespace: str, arguments: tuple[str, ...]
) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        prefix = "" if isinstance(pattern.pattern, LocalePrefixPattern) else str(pattern.pattern)
        taken = (*arguments, *_arguments(pattern))
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (namespace, pattern.namespace)))
            yield from _walk(pattern, route + prefix, inner, taken)
        elif isinstance(pattern, URLPattern):
            name = ":".join(filter(None, (namespace, pattern.name or pattern.lookup_str)))
            yield Address(name, route + prefix, taken, pattern.callback)


def _arguments(pattern: URLPattern | URLResolver) -> tuple[str, ...]:
    return tuple(pattern.pattern.regex.groupindex) or tuple(
        getattr(pattern.pattern, "converters", ())
    )
