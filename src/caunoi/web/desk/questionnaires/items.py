"""A question of a questionnaire is typed, changed, moved, removed."""

from __future__ import annotations

from decimal import Decimal
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
from caunoi.questionnaires.shape.bodies import Draft
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.numbers import whole
from caunoi.web.base.undoing import success_with_undo
from caunoi.web.desk.questionnaires.bank import BankForm
from caunoi.web.desk.questionnaires.forms import ItemForm
from caunoi.web.desk.questionnaires.pages import found_questionnaire
from caunoi.web.desk.requests import StaffRequest

_REMOVED = "removed-question"


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
            removed = asking.remove_item(actor=request.user, questionnaire=found, key=item)
            _remember(request, removed)
            undo = reverse("desk:questionnaire_item_restore", args=[pk, item])
            success_with_undo(request, _("The question is removed."), undo=undo)
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


def _remember(request: StaffRequest, removed: asking.Removed) -> None:
    """Keep the last removed question with the browser that removed it."""
    draft = removed.draft
    request.session[_REMOVED] = {
        "key": str(removed.key),
        "position": removed.position,
        "revision": removed.revision,
        "kind": str(draft.kind),
        "text": draft.text,
        "body": dict(draft.body),
        "points": str(draft.points),
        "form": draft.form,
        "hint": draft.hint,
        "required": draft.required,
        "bank_item_id": str(draft.bank_item_id) if draft.bank_item_id else None,
    }


@login_required
@require_POST
def item_restore(request: StaffRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Put the question back that this browser removed last."""
    found = found_questionnaire(request, pk, kept=True)
    kept = request.session.get(_REMOVED) or {}
    if kept.get("key") != str(item):
        messages.warning(request, _("This question can't be put back any more."))
        return redirect("desk:questionnaire", pk)
    draft = Draft(
        kind=ItemKind(kept["kind"]),
        text=kept["text"],
        body=kept["body"],
        points=Decimal(kept["points"]),
        form=kept["form"],
        hint=kept["hint"],
        required=kept["required"],
        bank_item_id=UUID(kept["bank_item_id"]) if kept["bank_item_id"] else None,
    )
    with into_messages(request):
        asking.restore_item(
            actor=request.user,
            questionnaire=found,
            draft=draft,
            key=item,
            position=kept["position"],
            revision=kept["revision"],
        )
        del request.session[_REMOVED]
        messages.success(request, _("The question is back at its place."))
    return redirect(f"{reverse('desk:questionnaire', args=[pk])}#c{item}")
