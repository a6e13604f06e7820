"""What templates need beyond Django: icons, the menu, dates and numbers as offices write them."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.template import Library, Node, TemplateSyntaxError
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from caunoi.core.text import fold, fold_words
from caunoi.training.enums import Qualifier
from caunoi.web.base import help as help_texts
from caunoi.web.base import menu, once
from caunoi.web.base.lists import Sorting
from caunoi.web.base.undoing import undo_address

register = Library()

_WORD = re.compile(r"[\w\u0300-\u036f]+")

TONES = {"good": "check", "warn": "clock", "bad": "alert-triangle", "info": "", "plain": "", "lotus": "", "outline": ""}


@register.simple_tag
@lru_cache(maxsize=2048)
def icon(name: str, extra: str = "") -> SafeString:
    """Draw an icon of the sprite; it says nothing to a screen reader, so words stand beside it."""
    return format_html(
        '<svg class="cn-icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra,
        static("caunoi/vendor/icons/sprite.svg"),
        name,
    )


@register.simple_tag
def badge(tone: str, text: Any, icon_name: str = "") -> SafeString:
    """Draw a state in one word; ``tone`` is one of good, warn, bad, info, plain, lotus, outline."""
    if tone not in TONES:
        raise ValueError(f"No tone {tone!r}; there are {', '.join(TONES)}.")
    drawn = icon_name or TONES[tone]
    return format_html('<span class="cn-badge cn-badge--{}">{}{}</span>', tone, icon(drawn) if drawn else "", text)


@register.simple_tag(takes_context=True)
def once_key(context: Context) -> SafeString:
    """Draw the hidden key by which a form that creates something creates it once; it stays while faults are mended."""
    key = once.form_key(context["request"]) or uuid4()
    return format_html('<input type="hidden" name="{}" value="{}" data-cn-once>', once.FIELD, key)


@register.simple_tag(takes_context=True)
def desk_help(context: Context) -> help_texts.Text:
    """Return the sentences that help with the screen of this request."""
    return help_texts.help_for(context["request"])


@register.simple_tag(takes_context=True)
def desk_menu(context: Context) -> list[menu.Entry]:
    """Return the rail's entries for the user of this request."""
    return menu.desk_menu(context["request"])


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """Return "light" or "dark" where the person chose one, else ""."""
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in {"light", "dark"} else ""


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    """Return code and own name of each language of the screens."""
    own = {"vi": "Tiếng Việt", "en": "English"}
    return [(code, own.get(code, str(name))) for code, name in settings.LANGUAGES]


class _CaptureNode(Node):
    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> SafeString:
        context[self.name] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308 - rendered and escaped above
        return mark_safe("")


@register.tag
def capture(parser: Parser, token: Token) -> _CaptureNode:
    """Render what stands between ``{% capture name %}`` and ``{% endcapture %}`` into the variable ``name``."""
    parts = token.split_contents()
    if len(parts) != 2:
        raise TemplateSyntaxError("capture takes the name of one variable.")
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return _CaptureNode(nodelist, parts[1])


@register.simple_tag
def days(start: dt.date | None, end: dt.date | None = None) -> str:
    """Write a day or a stretch of days: 12/11/2026, 12–13/11/2026, 30/11–01/12/2026; words where unknown."""
    if start is None:
        return _("day not known yet") if end is None else f"{end:%d/%m/%Y}"
    if end is None or end == start:
        return f"{start:%d/%m/%Y}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start:%d}–{end:%d/%m/%Y}"
    if start.year == end.year:
        return f"{start:%d/%m}–{end:%d/%m/%Y}"
    return f"{start:%d/%m/%Y}–{end:%d/%m/%Y}"


@register.filter
def long_day(value: dt.date | None) -> str:
    """Write a day with its weekday: "Thứ Năm, 12/11/2026"."""
    return f"{formats.date_format(value, 'l')}, {value:%d/%m/%Y}" if value else ""


@register.filter
def undo_of(message: Any) -> str:
    """Return the address by which what a message tells is undone; "" for none."""
    return undo_address(message.extra_tags)


@register.filter
def clock(value: dt.time | dt.datetime | None) -> str:
    """Write a time of the day as 7:30, in Vietnam's time."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.hour}:{value.minute:02d}"


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Write a moment as "7:30, 12/11/2026"; of today and yesterday by that word."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    past = (timezone.localdate() - local.date()).days
    day = {0: pgettext("day", "today"), 1: pgettext("day", "yesterday")}.get(past, f"{local:%d/%m/%Y}")
    return f"{clock(local)}, {day}"


@register.filter
def number(value: Any) -> str:
    """Write a count with its thousands apart: 1.179; "" for nothing."""
    if value is None or value == "":
        return ""
    return formats.number_format(value, use_l10n=True, force_grouping=True)


@register.simple_tag
def counted(value: int | None, qualifier: str = "exact") -> str:
    """Write a number as sure as it is: 270, "hơn 270", or words for an unknown one."""
    if value is None:
        return _("not known")
    if qualifier in {"", Qualifier.EXACT}:
        return number(value)
    return f"{Qualifier(qualifier).label} {number(value)}"


@register.filter
def is_tick(field: Any) -> bool:
    """Say whether a bound field is one tick box, whose words stand at its right."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.simple_tag(takes_context=True)
def sort_header(context: Context, sorting: Sorting, key: str, label: str, numeric: bool = False) -> SafeString:
    """Draw the head of a column that sorts; the address keeps the filters and goes back to the first page."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    query["sort"] = sorting.next_value(key)
    return render_to_string(
        "base/components/sort_header.html",
        {"url": f"?{query.urlencode()}", "state": sorting.state(key), "label": label, "numeric": numeric},
    )


@register.filter
def marked(text: str, query: str) -> SafeString:
    """Mark in ``text`` the beginnings of words that ``query`` asks for, whatever the marks and the case."""
    wanted = sorted(set(fold_words(query)), key=len, reverse=True)
    parts: list[SafeString | str] = []
    end = 0
    for match in _WORD.finditer(text):
        word = match.group()
        length = _matched(word, wanted)
        if length:
            start = match.start()
            parts += [escape(text[end:start]), format_html("<mark>{}</mark>", text[start : start + length])]
            end = start + length
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 - each part is escaped


def _matched(word: str, wanted: list[str]) -> int:
    """Return how many letters of ``word``, as written, one of the folded ``wanted`` covers from its beginning."""
    for one in wanted:
        for length in range(1, len(word) + 1):
            folded = fold(word[:length])
            if folded == one:
                # A mark written apart belongs to the letter before it.
                while length < len(word) and fold(word[: length + 1]) == folded:
                    length += 1  # noqa: PLW2901 - grows by the marks that follow
                return length
            if len(folded) > len(one):
                break
    return 0
