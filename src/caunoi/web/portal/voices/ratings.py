"""An article is rated with one to five stars, once by each visitor."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.publishing.queries.ratings import ratings_of
from caunoi.publishing.services.ratings import rate_article
from caunoi.web.base.errors import into_form
from caunoi.web.base.lockout import counted_address
from caunoi.web.portal.language import PREFIX
from caunoi.web.portal.pages import frame
from caunoi.web.portal.voices import marks
from caunoi.web.portal.voices.holes import grouped, mean_words
from caunoi.web.portal.voices.pages import TRAP, find_article, from_elsewhere, is_trapped, reader_page
from caunoi.web.portal.voices.robots import agent_of

# Set when one rates, sent back to this one page and to no other.
COOKIE = "danh-gia"
# The same for the page below /en/, to which the other one is not sent.
_COOKIES = ((COOKIE, ""), (f"{COOKIE}-en", PREFIX))
_YEAR = 365 * 24 * 60 * 60
_STARS = (
    ("5", gettext_lazy("5 stars: very useful")),
    ("4", gettext_lazy("4 stars: useful")),
    ("3", gettext_lazy("3 stars: fair")),
    ("2", gettext_lazy("2 stars: of little use")),
    ("1", gettext_lazy("1 star: of no use")),
)


class RatingForm(forms.Form):
    """One to five stars."""

    stars = forms.TypedChoiceField(
        label=gettext_lazy("How useful was this article?"), choices=_STARS, coerce=int, widget=forms.RadioSelect
    )


@reader_page
def rate(request: HttpRequest, article: int) -> HttpResponse:
    """Take a vote, then thank for it with the mean as it is now; a second vote of a visitor is not counted."""
    shown = find_article(article)
    rated = any(request.get_signed_cookie(name, default="", salt=request.path) for name, _before in _COOKIES)
    form = RatingForm(request.POST if request.method == "POST" else None)
    mark = request.POST.get("mark", "")
    if request.method == "POST":
        age = marks.age_of("rating", shown.pk, mark)
        if rated or is_trapped(request):
            return redirect(f"{request.path}?xong=2")
        if age is None or age > marks.LONGEST or from_elsewhere(request):
            form.add_error(None, _("This page was open for too long. Please choose the stars once more."))
        elif form.is_valid():
            with into_form(form):
                counted = rate_article(
                    article=shown,
                    stars=form.cleaned_data["stars"],
                    address=counted_address(request),
                    agent=agent_of(request),
                )
                return _thanked(request, counted=counted)
    mean = ratings_of([str(shown.pk)]).get(str(shown.pk))
    context = {
        **frame(request, shown.site, section=shown.section.slug),
        "article": shown,
        "form": form,
        "mark": marks.new_mark("rating", shown.pk),
        "trap": TRAP,
        "rated": rated,
        "done": request.GET.get("xong", ""),
        "mean": mean_words(mean.stars) if mean else "",
        "votes": grouped(mean.votes) if mean else "",
    }
    return render(request, "portal/voices/rating.html", context)


def _thanked(request: HttpRequest, *, counted: bool) -> HttpResponse:
    response = redirect(f"{request.path}?xong={1 if counted else 2}")
    for name, before in _COOKIES:
        response.set_signed_cookie(
            name,
            "1",
            salt=request.path,
            max_age=_YEAR,
            path=f"{before}{request.path}",
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
