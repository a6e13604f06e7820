"""The link from an object's own page to its trail."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from caunoi.directory.policies import reads_trail

register = template.Library()


@register.inclusion_tag("desk/trail/link.html", takes_context=True)
def trail_link(context: template.Context, thing: str, pk: Any) -> dict[str, str]:
    """Draw a button to the trail of an object, for those who may read trails; nothing for others."""
    may = reads_trail(context["request"].user)
    return {"trail_url": reverse("desk:trail_object", args=[thing, str(pk)]) if may else ""}
