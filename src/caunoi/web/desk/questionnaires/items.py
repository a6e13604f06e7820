"""A question of a questionnaire is typed, changed, moved, removed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caunoi.questionnaires.enums import ItemKind
from caunoi.questionnaires.queries.questionnaires import last_version
from caunoi.questionnaires.services import asking
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.numbers import whole
from caunoi.web.desk.questionnaires.bank import BankForm
from caunoi.web.desk.questionnaires.forms import ItemForm
from caunoi.web.desk.questionnaires.pages import found_questionnaire
from caunoi.web.desk.requests import StaffRequest


@login_required
def item_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Add a question of the kind named in the address."""
    found = found_questionnaire(request, pk, kept=True)
    version = last_version(found)
    kind = request.GET.get("loai", ItemKind.SINGLE)
    if kind not in ItemKind.values:
        raise Http404
    form = ItemForm(ItemKind(kind), None, request.POST or None, initial={"revision": version.revision})
    if form.is_valid():
        with into_form(form):
            asking.save_item(
                actor=request.user,
                questionnaire=found,
                draft=form.draft(),
                revision=form.cleaned_data["revision"],
            )
            messages.success(request, _("The question is added."))
            if "another" in request.POST:
                return redirect(request.get_full_path())
            return redirect("desk:questionnaire", found.pk)
    context = {"questionnaire": found, "form": form, "kind": ItemKind(kind), "kinds": ItemKind.choices, "item": None}
    return render(request, "desk/questionnaires/item.html", context)


@login_required
def item_edit(request: StaffRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Change or remove a question, or keep it in the bank."""
    found = found_questionnaire(request, pk, kept=True)
    version = last_version(found)
    asked = get_object_or_404(version.items, key=item)
    if "remove" in request.POST:
        with into_messages(request):
            asking.remove_item(actor=request.user, questionnaire=found, key=item)
            messages.success(request, _("The question is removed."))
            return redirect("desk:questionnaire", found.pk)
        return redirect("desk:questionnaire_item", found.pk, item)
    if "bank" in request.POST:
        with into_messages(request):
            topic = BankForm(request.user, request.POST).topic()
            asking.keep_in_bank(
                actor=request.user,
                owner=found.owner,
                draft=asking.draft_of(asked),
                topic_key=topic.pk if topic else None,
            )
            messages.success(request, _("The question is kept in the bank, ready for other questionnaires."))
        return redirect("desk:questionnaire_item", found.pk, item)
    kind = ItemKind(asked.kind)
    form = ItemForm(kind, asked, request.POST or None, initial={"revision": version.revision})
    if form.is_valid():
        with into_form(form):
            asking.save_item(
                actor=request.user,
                questionnaire=found,
                draft=form.draft(),
                key=item,
                revision=form.cleaned_data["revision"],
            )
            messages.success(request, _("The question is saved."))
            return redirect("desk:questionnaire", found.pk)
    context = {"questionnaire": found, "form": form, "kind": kind, "item": asked, "in_use": not version.is_draft}
    context["bank"] = BankForm(request.user)
    return render(request, "desk/questionnaires/item.html", context)


@login_required
@require_POST
def item_move(request: StaffRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Move a question one place up or down."""
    found = found_questionnaire(request, pk, kept=True)
    get_object_or_404(last_version(found).items, key=item)
    places = -1 if request.POST.get("to") == "up" else 1
    with into_messages(request):
        revision = whole(request.POST.get("revision", ""))
        asking.move_item(actor=request.user, questionnaire=found, key=item, places=places, revision=revision)
    return redirect(f"{reverse('desk:questionnaire', args=[pk])}#c{item}")
