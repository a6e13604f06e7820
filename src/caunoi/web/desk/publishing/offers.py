"""Articles offered to the office above: offered, taken over, left; news of the originals of copies."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caunoi.directory.policies import require
from caunoi.publishing.models import Offer
from caunoi.publishing.policies import edits_somewhere, may_approve, may_edit_site
from caunoi.publishing.queries.offers import offers_in, sites_above, visible_offers
from caunoi.publishing.services import decline_offer, make_offer, revoke_offer, see_news, take_over
from caunoi.web.base.articles import reading_context
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.desk.publishing.articles import article_context, find_article
from caunoi.web.desk.publishing.steps_forms import OfferForm
from caunoi.web.desk.requests import StaffRequest


@login_required
@require_safe
def offer_list(request: StaffRequest) -> HttpResponse:
    """List what offices below offer, and the copies whose original has news."""
    require(edits_somewhere(request.user))
    return render(request, "desk/publishing/offers.html", {"page": paginate(request, offers_in(request.user))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer_decide(request: StaffRequest, offer: UUID) -> HttpResponse:
    """Show an offered article as it reads; take it over, leave it, take the own offer back, or see the news."""
    found = visible_offers(request.user).filter(pk=offer).first()
    if found is None:
        raise Http404(_("There is no such offer here."))
    if request.method == "POST":
        with into_messages(request):
            match request.POST.get("then"):
                case "take":
                    copy = take_over(actor=request.user, offer=found)
                    messages.success(request, _("The article is taken over as a draft with its source."))
                    return redirect("desk:article_edit", copy.pk)
                case "decline":
                    decline_offer(actor=request.user, offer=found)
                    messages.success(request, _("The offer is put aside. The office below sees that."))
                case "revoke":
                    revoke_offer(actor=request.user, offer=found)
                    messages.success(request, _("The offer is taken back."))
                    return redirect("desk:article_edit", found.article_id)
                case "seen":
                    see_news(actor=request.user, offer=found)
                    messages.success(request, _("Seen."))
        return redirect("desk:offer_list")
    article = found.article
    if found.state != "open" or not article.is_readable:
        return redirect("desk:offer_list")
    context = {**reading_context(article), "offer": found, "can_take": may_edit_site_of(request, found)}
    return render(request, "desk/publishing/offer.html", context)


def may_edit_site_of(request: StaffRequest, offer: Offer) -> bool:
    """Whether the user decides on this offer."""
    return bool(may_edit_site(request.user, offer.site))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def article_offer(request: StaffRequest, number: int) -> HttpResponse:
    """Offer a published article to the site of an office above."""
    article = find_article(request, number)
    require(may_approve(request.user, article))
    sites = sites_above(article)
    if not article.is_readable or not sites:
        return redirect("desk:article_edit", number)
    form = OfferForm(request.POST or None, sites=sites)
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            make_offer(actor=request.user, article=article, **form.cleaned_data)
            messages.success(request, _("The article is offered. Its editors decide whether they take it over."))
            return redirect("desk:article_edit", number)
    return render(request, "desk/publishing/offer_new.html", {**article_context(request, article), "form": form})
