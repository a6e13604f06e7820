"""Wagtail's editor for the words of an article, at an address of the desk.

The article is looked up in the user's scope, as on every page of the desk; the words are saved by
``publishing.services``, which judge permission, state and edition and write the trail. Nothing of Wagtail's own
saving, publishing, locking or commenting runs, and its admin stays shut. What one may do with an article beyond its
words stands on its page at the desk.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from draftjs_exporter.error import ExporterException
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.ui.components import MediaContainer  # type: ignore[attr-defined] # it is documented
from wagtail.admin.views.pages.edit import EditView
from wagtail.models.pages import PagePermissionTester

from caunoi.core.errors import NotNow, StaleChange
from caunoi.publishing import richtext
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.services import save_draft, submit
from caunoi.web.base.errors import add_errors
from caunoi.web.base.numbers import whole
from caunoi.web.desk.publishing.articles import article_context, find_article
from caunoi.web.desk.publishing.forms import words_of
from caunoi.web.desk.requests import StaffRequest

_WORDS = ("title", "lead", "body", "byline", "source")


def _is_text(body: str) -> bool:
    """Say whether ``body`` is a text as Draftail sends it: JSON of blocks that Wagtail can read."""
    try:
        blocks = json.loads(body)["blocks"]
        ContentstateConverter(ArticlePage.FEATURES).to_database_format(body)
        return all(isinstance(block["text"], str) for block in blocks)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, ExporterException):
        return False


class _Writer(PagePermissionTester):
    """Lets the one article be edited that :class:`ArticleEditor` found to be the user's to write."""

    def can_edit(self) -> bool:
        return True


@method_decorator(login_required, name="dispatch")
class ArticleEditor(EditView):
    """Edit the words of one unpublished article in scope; every other article leads to its page at the desk."""

    request: StaffRequest

    def dispatch(self, request: StaffRequest, number: int, **_kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Raise Http404 for a page out of scope, or for one that is no article."""
        article = find_article(request, number)
        self.seen = article_context(request, article)
        if not self.seen["can_write"]:
            return redirect("desk:article_edit", article.pk)
        self.edition = article.edition
        self.stands: dict[str, Any] | None = None
        return super().dispatch(request, number)  # type: ignore[no-any-return]

    def run_hook(self, hook_name: str, *args: Any, **kwargs: Any) -> HttpResponse | None:
        """Pass by the hooks that shut Wagtail's own editing: this view is the door they guard."""
        if hook_name == "before_edit_page":
            return None
        return super().run_hook(hook_name, *args, **kwargs)  # type: ignore[no-any-return]

    def get_object(self) -> ArticlePage:
        """Return the article as it stands; its text as Wagtail's editor reads it."""
        article: ArticlePage = self.real_page_record.specific
        article.body = richtext.for_wagtail(article.body)
        # Everywhere else Wagtail gives nobody but operators a right to a page.
        article.permissions_for_user = partial(_Writer, page=article)  # type: ignore[method-assign]
        return article

    def get_edit_url(self) -> str:
        """Return the address of the desk: Wagtail's own is shut."""
        return reverse("desk:article_editor", args=[self.page.pk])

    def get_action_menu(self) -> MediaContainer:
        """Offer none of Wagtail's actions: the template has the desk's."""
        return MediaContainer()

    def get_template_names(self) -> list[str]:
        """Name the page without Wagtail's menu, most of which leads to closed doors."""
        return ["desk/publishing/editor.html"]

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Raise BadRequest for a text that no editor sent: Wagtail's reading of it trusts its shape."""
        if not _is_text(request.POST.get("body", "")):
            raise BadRequest("The text is not what the editor sends.")
        return super().post(request, *args, **kwargs)  # type: ignore[no-any-return]

    def form_valid(self, form: Any) -> HttpResponse:
        """Save through the service, then go where the button leads: nothing unseen is ever sent on."""
        read = whole(self.request.POST.get("edition"))
        then = self.request.POST.get("then", "")
        words: dict[str, Any] = {name: form.cleaned_data.get(name) or "" for name in _WORDS}
        user: Any = self.request.user
        try:
            article = save_draft(actor=user, article=self.page, edition=read or 0, **words)
            self.edition = article.edition
            if then == "submit":
                submit(actor=user, article=article)
        except StaleChange:
            fresh = find_article(self.request, self.page.pk)
            self.edition, self.stands = fresh.edition, words_of(fresh)
        except ValidationError as error:
            add_errors(form, error)
        except NotNow as error:
            form.add_error(None, str(error))
        else:
            return self._leave(then)
        return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page with what was typed; the faults stand on top of it and beside the fields."""
        self.errors_debug = None
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data(form=form))

    def _leave(self, then: str) -> HttpResponse:
        if then == "approve":
            return redirect("desk:article_approve", self.page.pk)
        if then == "submit":
            messages.success(self.request, _("The article is saved and sent for approval."))
            return redirect("desk:article_edit", self.page.pk)
        messages.success(self.request, _("The article is saved."))
        return redirect("desk:article_editor", self.page.pk)

    def get_side_panels(self) -> MediaContainer:
        """Show none: state, photos, preview and notes stand at the desk."""
        return MediaContainer()

    def get_history_url(self) -> None:
        """Show no link: the trail of the article stands at the desk."""

    def get_editing_sessions(self) -> None:
        """Keep no rows of who has what open: ``edition`` tells two clerks apart when they save."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the page draws around the form."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, **self.seen, "edition": self.edition, "stands": self.stands}
