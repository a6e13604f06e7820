"""Tags of the frame around every public page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.template import Library, Node
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from caunoi.web.portal import front
from caunoi.web.portal.frames import SiteFrame
from caunoi.web.portal.language import in_english, other_address

register = Library()


@register.simple_tag
def today_in_words() -> str:
    """Write the day with its weekday: "Thứ Năm, ngày 26 tháng 11 năm 2026"; a kept page holds for its day alone."""
    day = timezone.localdate()
    return _("%(weekday)s, %(day)s/%(month)s/%(year)s") % {
        "weekday": formats.date_format(day, "l"),
        "day": day.day,
        "month": day.month,
        "year": day.year,
    }


@register.simple_tag(takes_context=True)
def other_language(context: dict[str, Any]) -> dict[str, str] | None:
    """Return address, code and name of the page in the other language; None where it has none."""
    request = context.get("request")
    address = other_address(request) if request else ""
    if not request or not address:
        return None
    code, name = ("vi", "Tiếng Việt") if in_english(request) else ("en", "English")
    return {"address": address, "code": code, "name": name}


@register.simple_tag
def content_lang() -> SafeString:
    """Mark what an office wrote as Vietnamese where the words around it are not."""
    return mark_safe("" if get_language() == "vi" else ' lang="vi"')  # noqa: S308 - one of two constants


class _RememberedNode(Node):
    def __init__(self, nodelist: NodeList, name: str, varied: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.name = name
        self.varied = varied

    def render(self, context: Context) -> SafeString:
        known: SiteFrame | None = context.get("site_frame")
        if known is None:
            return self.nodelist.render(context)
        key = (self.name, get_language(), *(each.resolve(context) for each in self.varied))
        drawn = known.drawn.get(key)
        if drawn is None:
            drawn = known.drawn[key] = self.nodelist.render(context)
        return drawn


@register.tag
def remembered(parser: Parser, token: Token) -> _RememberedNode:
    """Draw what stands up to ``{% endremembered %}`` once for all pages of a site, until the site changes.

    ``{% remembered "menu" here_in_menu %}``: a name, then everything that makes it look otherwise than on other pages
    of the same site and language. That must be of few values, and nothing within may tell of anything else.
    """
    _tag, name, *varied = token.split_contents()
    nodelist = parser.parse(("endremembered",))
    parser.delete_first_token()
    return _RememberedNode(nodelist, name, [parser.compile_filter(each) for each in varied])


@register.simple_tag(takes_context=True)
def front_part(context: dict[str, Any], name: str) -> str:
    """Draw a part of a site's first page that ``on_front`` names; nothing while it has nothing to show."""
    part, site = front.part(name), context.get("site")
    told = part.read(site) if part and site and name in context["on_front"] else None
    if part is None or told is None:
        return ""
    return render_to_string(part.template, {**context.flatten(), **told})  # type: ignore[attr-defined]


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int | None]:
    """Return the numbers under a list: first, last, those around the open one; None for what is left out."""
    last = page.paginator.num_pages
    near = sorted({1, last, *range(max(1, page.number - 1), min(last, page.number + 1) + 1)})
    found: list[int | None] = []
    for number in near:
        if found and found[-1] is not None and number - found[-1] > 1:
            found.append(found[-1] + 1 if number - found[-1] == 2 else None)
        found.append(number)
    return found
