"""The catalogue of topics: list, one topic, its files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_safe

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_somewhere, require
from caunoi.directory.queries.scope import organisations_for
from caunoi.training.models import Topic, TopicFile
from caunoi.training.policies import keeps_topic
from caunoi.training.queries.programme import filtered_topics, visible_topics
from caunoi.training.services import topics as services
from caunoi.web.base import exports
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.files import serve_stored
from caunoi.web.base.lists import paginate
from caunoi.web.base.numbers import whole
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.requests import StaffRequest


class TopicFilterForm(forms.Form):
    """What the catalogue is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Title"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )


class TopicForm(forms.Form):
    """A topic of the catalogue."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("Kept by"), queryset=Organisation.objects.none(), empty_label=None
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Type the title.")},
    )
    outline = forms.CharField(label=gettext_lazy("Outline"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    objectives = forms.CharField(
        label=gettext_lazy("Objectives"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, user: User, topic: Topic | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        offices = organisations_for(user, RoleKind.ADMINISTRATOR, RoleKind.ORGANISER).order_by("path")
        field.queryset = Organisation.objects.filter(pk=topic.owner_id) if topic else offices
        field.initial = topic.owner_id if topic else offices.first()
        if topic or offices.count() == 1:
            field.widget = forms.HiddenInput()


class TopicFileForm(forms.Form):
    """A file for a topic."""

    file = forms.FileField(label=gettext_lazy("File"), error_messages={"required": gettext_lazy("Choose the file.")})
    title = forms.CharField(label=gettext_lazy("What it is"), required=False, max_length=200)


@login_required
@require_GET
def topic_list(request: StaffRequest) -> HttpResponse:
    """Show the topics in scope."""
    text = request.GET.get("q", "")[:200]
    page = paginate(request, filtered_topics(request.user, text))
    context = {
        "form": TopicFilterForm(request.GET),
        "page": page,
        "narrowed": bool(text),
        "can_add": organises_somewhere(request.user),
    }
    return render(request, "desk/training/topic_list.html", context)


@login_required
@require_GET
def topic_export(request: StaffRequest, form: str) -> HttpResponse:
    """Send the filtered list as a workbook or as CSV."""
    head = [_("Title"), _("Outline"), _("Objectives"), _("Kept by"), _("Times taught")]
    rows = (
        [each.title, each.outline, each.objectives, each.owner.name, each.__dict__["use_count"]]
        for each in filtered_topics(request.user, request.GET.get("q", "")[:200])
    )
    return exports.respond(form, name=_("topics"), head=head, rows=rows)


def _seen(request: StaffRequest, pk: UUID) -> Topic:
    return get_object_or_404(visible_topics(request.user).select_related("owner"), pk=pk)


@login_required
@once
def topic(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Show a topic and its files; add or change it."""
    found = _seen(request, pk) if pk else None
    can_change = keeps_topic(request.user, found) if found else organises_somewhere(request.user)
    if request.method == "POST" or not found:
        require(can_change)
    initial = {name: getattr(found, name) for name in ("title", "outline", "objectives")} if found else None
    if found and "remove" in request.POST:
        with into_messages(request):
            services.remove_topic(actor=request.user, topic=found)
            messages.success(request, _("The topic is removed from the catalogue."))
            return redirect("desk:topic_list")
        return redirect("desk:topic", found.pk)
    form = TopicForm(request.user, found, request.POST or None, initial=initial)
    if form.is_valid():
        with into_form(form):
            return create_once(
                request,
                lambda: services.save_topic(actor=request.user, topic=found, **form.cleaned_data),
                leads_to=lambda saved: reverse("desk:topic", args=[saved.pk]),
                words=lambda _saved: _("The topic is saved."),
            )
    context = {
        "form": form,
        "topic": found,
        "can_change": can_change,
        "files": list(found.files.select_related("file").order_by("id")) if found else [],
        "file_form": TopicFileForm(),
    }
    return render(request, "desk/training/topic.html", context)


@login_required
def topic_files(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Add a file to a topic, or take one from it."""
    found = _seen(request, pk)
    require(keeps_topic(request.user, found))
    form = TopicFileForm(request.POST or None, request.FILES or None)
    if "remove" in request.POST:
        kept = get_object_or_404(TopicFile, topic=found, pk=whole(request.POST["remove"]))
        services.remove_topic_file(actor=request.user, file=kept)
        messages.success(request, _("The file is taken from the topic."))
        return redirect("desk:topic", found.pk)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        with into_form(form):
            services.add_topic_file(
                actor=request.user,
                topic=found,
                content=upload.read(),
                name=upload.name,
                title=form.cleaned_data["title"],
            )
            messages.success(request, _("The file is kept with the topic."))
            return redirect("desk:topic", found.pk)
    return render(request, "desk/training/topic_file.html", {"form": form, "topic": found})


@login_required
@require_safe
def topic_file(request: StaffRequest, pk: UUID, file_pk: int) -> HttpResponseBase:
    """Send a file of a topic."""
    kept = _seen(request, pk).files.select_related("file").filter(pk=file_pk).first()
    if kept is None:
        raise Http404
    return serve_stored(request, kept.file, download=True)
