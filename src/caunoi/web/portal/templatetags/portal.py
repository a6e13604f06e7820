"""Tags of the portal's templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from caunoi.web.portal.cache import live as holes

register = template.Library()


@register.simple_tag(takes_context=True)
def live(context: dict[str, Any], name: str, key: object) -> SafeString:
    """Leave a hole in the page, which is filled anew each time the page is shown, kept or not."""
    return mark_safe(holes.draft_of(context["request"]).leave(name, key))  # noqa: S308 - made of a random mark alone


@register.simple_tag
def accent_sheet(accent: str) -> str:
    """Return the address of the style sheet of a site's colour."""
    return static(f"portal/accents/{accent}.css")
