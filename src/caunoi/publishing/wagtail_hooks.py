"""Wagtail's own views lead to the services: nothing is published, taken back, moved or deleted behind their back.

The desk's editor is where articles are written. Wagtail's admin is a window for superusers of the installation
(``web.base.wagtail`` holds the door); these hooks are the second wall, for whatever comes in by another way.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from caunoi.publishing.models import ArticlePage
from caunoi.publishing.models.site import PortalPage


def _refuse(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Articles and sites are changed at the desk, where the trail is written."))
    return redirect("wagtailadmin_home")


def _of_the_portal(page: Any) -> bool:
    return issubclass(page.specific_class or type(page), PortalPage)


@hooks.register("before_edit_page")
def lead_to_the_desk(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Open an article in the desk's editor, where scope and state are judged; refuse the tree's own pages."""
    if issubclass(page.specific_class, ArticlePage):
        return redirect(reverse("desk:article_edit", args=[page.pk]))
    return _refuse(request) if _of_the_portal(page) else None


@hooks.register("before_create_page")
def refuse_to_create(request: HttpRequest, parent_page: Any, page_class: Any) -> HttpResponse | None:  # noqa: ARG001
    """Let the services alone plant pages."""
    return _refuse(request)


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
@hooks.register("before_publish_page")
@hooks.register("before_convert_alias_page")
def refuse_to_change(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Refuse what would pass by approval, note and trail."""
    return _refuse(request) if _of_the_portal(page) else None


@hooks.register("before_move_page")
@hooks.register("before_copy_page")
def refuse_to_move(request: HttpRequest, page: Any, *_where: Any) -> HttpResponse | None:
    """Refuse what would break permanent addresses."""
    return _refuse(request) if _of_the_portal(page) else None


@hooks.register("before_bulk_action")
def refuse_in_bulk(request: HttpRequest, action_type: str, objects: Any, action_class: Any) -> HttpResponse | None:  # noqa: ARG001
    """Refuse every bulk action on pages of the portal."""
    if any(isinstance(each, PortalPage) or _is_portal_page(each) for each in objects):
        return _refuse(request)
    return None


def _is_portal_page(each: Any) -> bool:
    return hasattr(each, "specific_class") and _of_the_portal(each)
