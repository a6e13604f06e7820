"""Pages of the catalogue of topics: the list, one topic with its versions, files and ideas; copies and merging."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from caunoi.directory.policies import organises_somewhere, require
from caunoi.training.models import Topic, TopicFile, TopicIdea
from caunoi.training.outline import compare_lines, read_outline
from caunoi.training.policies import keeps_topic
from caunoi.training.queries.evaluations import rating_of_topic
from caunoi.training.queries.programme import visible_topics
from caunoi.training.queries.speakers import speakers_of_topic
from caunoi.training.queries.topics import (
    files_of,
    filtered_topics,
    readable_topics,
    shared_topics,
    taught_in,
    with_use,
)
from caunoi.training.services import topic_life, topic_parts
from caunoi.training.services import topics as services
from caunoi.web.base import exports
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.files import serve_stored
from caunoi.web.base.lists import paginate
from caunoi.web.base.numbers import whole
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.topic_forms import (
    IdeaForm,
    MergeTopicForm,
    TakeOverForm,
    TopicFileForm,
    TopicFilterForm,
    TopicForm,
)

_FIELDS = (*services.MATTERS, "shared", "revision")


@login_required
@require_GET
def topic_list(request: StaffRequest) -> HttpResponse:
    """Show the topics in scope, or those that offices above share."""
    form = TopicFilterForm(request)
    page = paginate(request, filtered_topics(request.user, form.wanted()))
    page.object_list = with_use(request.user, list(page.object_list))
    context = {
        "form": form,
        "page": page,
        "shared": form.wanted().state == "shared",
        "has_shared": shared_topics(request.user).exists(),
        "can_add": organises_somewhere(request.user),
    }
    return render(request, "desk/training/topic_list.html", context)


@login_required
@require_GET
def topic_export(request: StaffRequest, form: str) -> HttpResponse:
    """Send the filtered list as a workbook or as CSV."""
    head = [_("Title"), _("For whom"), _("Outline"), _("Objectives"), _("Kept by"), _("Version"), _("Times taught")]
    rows = (
        [
            each.title,
            each.audience,
            each.outline,
            each.objectives,
            each.owner.name,
            each.version,
            each.__dict__["use_count"],
        ]
        for each in with_use(request.user, filtered_topics(request.user, TopicFilterForm(request).wanted()))
    )
    return exports.respond(form, name=_("topics"), head=head, rows=rows)


def _kept(request: StaffRequest, pk: UUID) -> Topic:
    found = get_object_or_404(visible_topics(request.user).select_related("owner"), pk=pk)
    require(keeps_topic(request.user, found))
    return found


@login_required
@require_GET
def topic(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a topic: outline by parts, objectives, files, ideas; to who keeps it also classes, speakers, versions."""
    topics = readable_topics(request.user).select_related("owner", "merged_into", "copied_from__owner")
    found = get_object_or_404(topics, pk=pk)
    keeps_here = visible_topics(request.user).filter(pk=pk).exists()
    current, earlier = files_of(found)
    seen = readable_topics(request.user)
    source = found.copied_from
    context: dict[str, Any] = {
        "topic": found,
        "outline": read_outline(found.outline),
        "can_change": keeps_topic(request.user, found),
        "keeps_here": keeps_here,
        "files": current,
        "ideas": found.ideas.order_by("position", "id"),
        "source": source if source and seen.filter(pk=source.pk).exists() else None,
        "file_form": TopicFileForm(),
    }
    if keeps_here:
        context |= {
            "earlier": earlier,
            "taught": taught_in(request.user, found),
            "speakers": speakers_of_topic(request.user, found),
            "rating": rating_of_topic(request.user, found),
            "merged": visible_topics(request.user).filter(merged_into=found),
            "versions": found.versions.order_by("-number"),
        }
    elif organises_somewhere(request.user):
        context["take_over"] = TakeOverForm(request.user, found)
    return render(request, "desk/training/topic.html", context)


@login_required
@once
def topic_new(request: StaffRequest) -> HttpResponse:
    """Add a topic to the catalogue."""
    require(organises_somewhere(request.user))
    form = TopicForm(request.user, None, request.POST or None)
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        with into_form(form):
            return create_once(
                request,
                lambda: services.save_topic(actor=request.user, **values),
                leads_to=lambda saved: reverse("desk:topic", args=[saved.pk]),
                words=lambda _saved: _("The topic is saved."),
            )
    return render(request, "desk/training/topic_form.html", {"form": form, "topic": None})


@login_required
def topic_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change a topic; words that differ make its next version. Or remove it, while no class has it."""
    found = _kept(request, pk)
    if "remove" in request.POST:
        with into_messages(request):
            services.remove_topic(actor=request.user, topic=found)
            messages.success(request, _("The topic is removed from the catalogue."))
            return redirect("desk:topic_list")
        return redirect("desk:topic", found.pk)
    form = TopicForm(
        request.user, found, request.POST or None, initial={name: getattr(found, name) for name in _FIELDS}
    )
    if form.is_valid():
        with into_form(form):
            saved = services.save_topic(actor=request.user, topic=found, **form.cleaned_data)
            new = saved.version > found.version
            messages.success(
                request,
                _("The topic is saved as version %(version)s; what stood before is kept.") % {"version": saved.version}
                if new
                else _("The topic is saved."),
            )
            return redirect("desk:topic", found.pk)
    return render(request, "desk/training/topic_form.html", {"form": form, "topic": found})


@login_required
@require_GET
def topic_version(request: StaffRequest, pk: UUID, number: int) -> HttpResponse:
    """Show what a topic said in a version, and what became of it in the one that stands."""
    found = get_object_or_404(visible_topics(request.user).select_related("owner"), pk=pk)
    version = get_object_or_404(found.versions.select_related("created_by"), number=number)
    parts: list[dict[str, Any]] = [
        {"label": label, "lines": compare_lines(getattr(version, name), getattr(found, name))}
        for name, label in (
            ("title", _("Title")),
            ("audience", _("For whom")),
            ("outline", _("Outline")),
            ("objectives", _("Objectives")),
        )
    ]
    context = {
        "topic": found,
        "version": version,
        "parts": [part for part in parts if part["lines"]],
        "current": found.version == number,
        "changed": any(line.mark != "same" for part in parts for line in part["lines"]),
    }
    return render(request, "desk/training/topic_version.html", context)


@login_required
@require_POST
def topic_state(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a topic out of use or into use again, or let a merged one stand for itself."""
    found = _kept(request, pk)
    done = {
        "retire": (lambda: topic_life.retire_topic(actor=request.user, topic=found), _("The topic is out of use.")),
        "take_up": (lambda: topic_life.take_up_topic(actor=request.user, topic=found), _("The topic is in use again.")),
        "part": (
            lambda: topic_life.part_topic(actor=request.user, merged=found),
            _("The topic stands for itself again."),
        ),
    }.get(request.POST.get("to", ""))
    with into_messages(request):
        if done is None:
            raise ValidationError(_("This button is not known. Load the page again."))
        done[0]()
        messages.success(request, done[1])
    return redirect("desk:topic", pk)


@login_required
def topic_merge(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Choose the topic that stands for this one from now on."""
    found = _kept(request, pk)
    form = MergeTopicForm(found, request.POST or None)
    if form.is_valid():
        with into_form(form):
            kept = topic_life.merge_topics(actor=request.user, kept=form.cleaned_data["other"], merged=found)
            messages.success(request, _("“%(title)s” stands for both now.") % {"title": kept.title})
            return redirect("desk:topic", kept.pk)
    return render(request, "desk/training/topic_merge.html", {"form": form, "topic": found})


@login_required
@require_POST
def topic_take_over(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a copy of a shared topic into the own catalogue."""
    found = get_object_or_404(shared_topics(request.user).select_related("owner"), pk=pk)
    form = TakeOverForm(request.user, found, request.POST)
    if form.is_valid():
        with into_messages(request):
            copy = topic_life.take_over_topic(actor=request.user, topic=found, owner=form.cleaned_data["owner"])
            messages.success(request, _("The topic stands in your catalogue now, to be used and changed."))
            return redirect("desk:topic", copy.pk)
    return redirect("desk:topic", pk)


@login_required
def topic_idea(request: StaffRequest, pk: UUID, idea: int | None = None) -> HttpResponse:
    """Add an idea for a question, change one, or take it away."""
    found = _kept(request, pk)
    standing = (
        get_object_or_404(TopicIdea.objects.select_related("topic__owner"), topic=found, pk=idea) if idea else None
    )
    if standing and "remove" in request.POST:
        topic_parts.remove_idea(actor=request.user, idea=standing)
        messages.success(request, _("The idea is taken away."))
        return redirect(f"{reverse('desk:topic', args=[pk])}#goi-y")
    initial = {name: getattr(standing, name) for name in ("kind", "text", "hint")} if standing else None
    form = IdeaForm(request.POST or None, initial=initial)
    if form.is_valid():
        with into_form(form):
            topic_parts.save_idea(actor=request.user, topic=found, idea=standing, **form.cleaned_data)
            messages.success(request, _("The idea is saved."))
            return redirect(f"{reverse('desk:topic', args=[pk])}#goi-y")
    return render(request, "desk/training/topic_idea.html", {"form": form, "topic": found, "idea": standing})


@login_required
def topic_files(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Add a file to a topic or a new version of one, or take one from it."""
    found = _kept(request, pk)
    form = TopicFileForm(request.POST or None, request.FILES or None)
    if "remove" in request.POST:
        kept = get_object_or_404(TopicFile, topic=found, pk=whole(request.POST["remove"]))
        topic_parts.remove_topic_file(actor=request.user, file=kept)
        messages.success(request, _("The file is taken from the topic."))
        return redirect("desk:topic", found.pk)
    if "give_out" in request.POST or "hold_back" in request.POST:
        giving = "give_out" in request.POST
        kept = get_object_or_404(TopicFile, topic=found, pk=whole(request.POST["give_out" if giving else "hold_back"]))
        topic_parts.give_out_file(actor=request.user, file=kept, given_out=giving)
        messages.success(
            request,
            _("Participants can read the file on their pages.")
            if giving
            else _("Participants do not see the file any more."),
        )
        return redirect("desk:topic", found.pk)
    asked = whole(request.POST.get("replaces") or request.GET.get("thay"))
    replaces = get_object_or_404(TopicFile, topic=found, pk=asked, ended_at__isnull=True) if asked else None
    if form.is_valid():
        upload = form.cleaned_data["file"]
        with into_form(form):
            topic_parts.add_topic_file(
                actor=request.user,
                topic=found,
                content=upload.read(),
                name=upload.name,
                title=form.cleaned_data["title"],
                replaces=replaces,
            )
            messages.success(request, _("The file is kept with the topic."))
            return redirect("desk:topic", found.pk)
    return render(request, "desk/training/topic_file.html", {"form": form, "topic": found, "replaces": replaces})


@login_required
@require_safe
def topic_file(request: StaffRequest, pk: UUID, file_pk: int) -> HttpResponseBase:
    """Send a file of a topic: what is shared from above shows its current ones only."""
    found = get_object_or_404(readable_topics(request.user), pk=pk)
    files = found.files.select_related("file")
    if not visible_topics(request.user).filter(pk=pk).exists():
        files = files.filter(ended_at__isnull=True)
    kept = files.filter(pk=file_pk).first()
    if kept is None:
        raise Http404
    return serve_stored(request, kept.file, download=True)
