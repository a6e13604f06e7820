"""The public library at the desk: the list, a new material, its page, its versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caunoi.directory.policies import require
from caunoi.publishing.enums import ShelfState
from caunoi.publishing.models import Material
from caunoi.publishing.policies import edits_site
from caunoi.publishing.queries import materials as queries
from caunoi.publishing.queries.articles import visible_sites
from caunoi.publishing.services import (
    add_material,
    add_version,
    change_material,
    discard_material,
    publish_material,
    withdraw_material,
)
from caunoi.training.models import TopicFile, TrainingClass
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.programme import visible_topics
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.files import serve_stored
from caunoi.web.base.lists import paginate
from caunoi.web.base.once import create_once, once
from caunoi.web.base.undoing import success_with_undo
from caunoi.web.desk.publishing.shelf.common import TONES, edited_sites
from caunoi.web.desk.publishing.shelf.forms import (
    MaterialWordsForm,
    NewMaterialForm,
    NoteForm,
    PublishForm,
    ShelfListForm,
    VersionForm,
)
from caunoi.web.desk.requests import StaffRequest

_CLASSES = 200


def find_material(request: StaffRequest, number: int) -> Material:
    """Return a material in scope; raises Http404 for every other."""
    try:
        return queries.visible_materials(request.user).select_related("topic_file").get(pk=number)
    except (Material.DoesNotExist, OverflowError):
        raise Http404(_("There is no such material here.")) from None


def _files(request: StaffRequest) -> QuerySet[TopicFile]:
    """Return the files of the catalogue that stand now."""
    found = TopicFile.objects.filter(topic__in=visible_topics(request.user).values("pk"), ended_at__isnull=True)
    return found.select_related("file", "topic").order_by("topic__folded_title", "pk")


def _classes(request: StaffRequest, chosen: TrainingClass | None = None) -> QuerySet[TrainingClass]:
    """Return the newest classes in scope, and the one that is chosen."""
    newest = visible_classes(request.user).order_by("-starts_on", "-pk").values_list("pk", flat=True)[:_CLASSES]
    keys = [*newest, *([chosen.pk] if chosen else [])]
    return visible_classes(request.user).filter(pk__in=keys).order_by("-starts_on", "-pk")


@login_required
@require_safe
def material_list(request: StaffRequest) -> HttpResponse:
    """List the materials of the sites in scope, the last changed first."""
    form = ShelfListForm(request.GET, sites=visible_sites(request.user))
    wanted = form.wanted()
    context = {
        "form": form,
        "page": paginate(request, queries.listed_materials(request.user, **wanted)),
        "narrowed": any(wanted.values()),
        "show_site": "site" in form.fields,
        "sites": edited_sites(request.user),
        "today": timezone.localdate(),
        "tones": TONES,
    }
    return render(request, "desk/publishing/shelf/material_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def material_new(request: StaffRequest) -> HttpResponse:
    """Add a material as a draft."""
    sites = edited_sites(request.user)
    first = sites.first()
    require(first is not None)
    form = NewMaterialForm(request.POST or None, request.FILES or None, sites=sites, files=_files(request))
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in MaterialWordsForm.base_fields if name != "edition"}
        with into_form(form):
            return create_once(
                request,
                lambda: add_material(
                    actor=request.user,
                    site=form.cleaned_data["site"],
                    **form.taken(),
                    **words,
                ),
                leads_to=lambda material: reverse("desk:material_edit", args=[material.pk]),
                words=lambda _material: _("The material is kept as a draft. Nobody outside sees it yet."),
            )
    subjects = queries.subjects_in_use(first) if first else []
    return render(request, "desk/publishing/shelf/material_new.html", {"form": form, "subjects": subjects})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def material_edit(request: StaffRequest, number: int) -> HttpResponse:
    """Show a material and let its words be changed."""
    material = find_material(request, number)
    initial = {name: getattr(material, name) for name in MaterialWordsForm.base_fields}
    form = MaterialWordsForm(request.POST or None, initial=initial)
    if request.method == "POST":
        require(edits_site(request.user, material.site.organisation))
        if form.is_valid():
            with into_form(form):
                change_material(actor=request.user, material=material, **form.cleaned_data)
                messages.success(request, _("The material is saved."))
                return redirect("desk:material_edit", number)
    return _page(request, material, form=form)


def _page(request: StaffRequest, material: Material, **forms: Any) -> HttpResponse:
    today = timezone.localdate()
    waits = bool(material.listed_on and material.listed_on > today)
    context = {
        "material": material,
        "can_edit": edits_site(request.user, material.site.organisation),
        "versions": queries.versions_of(material),
        "waits": material.state == ShelfState.PUBLIC and waits,
        "tone": TONES[material.state],
        "newer": queries.newer_topic_file(material),
        "subjects": queries.subjects_in_use(material.site),
        "version_form": VersionForm(files=_files(request)),
        "publish_form": PublishForm(
            classes=_classes(request, material.training_class),
            initial={
                "edition": material.edition,
                "listed_on": material.listed_on if waits else None,
                "training_class": material.training_class,
            },
        ),
        "note_form": NoteForm(initial={"edition": material.edition}),
        **forms,
    }
    return render(request, "desk/publishing/shelf/material.html", context)


@login_required
@require_POST
def material_version(request: StaffRequest, number: int) -> HttpResponse:
    """Put a newer file in the place of the one that stands."""
    material = find_material(request, number)
    require(edits_site(request.user, material.site.organisation))
    form = VersionForm(request.POST, request.FILES, files=_files(request))
    if form.is_valid():
        with into_form(form):
            add_version(
                actor=request.user,
                material=material,
                words=form.cleaned_data["words"],
                **form.taken(),
            )
            messages.success(request, _("The new version stands. The one before stays to be had, marked as older."))
            return redirect("desk:material_edit", number)
    return _page(request, material, form=_words_of(material), version_form=form)


@login_required
@require_POST
def material_publish(request: StaffRequest, number: int) -> HttpResponse:
    """Offer the material: at once, or from a day on."""
    material = find_material(request, number)
    require(edits_site(request.user, material.site.organisation))
    if "listed_on" not in request.POST:
        # The undo beside a message: as it stood before.
        with into_messages(request):
            publish_material(
                actor=request.user,
                material=material,
                listed_on=material.listed_on,
                training_class=material.training_class,
            )
            messages.success(request, _("The material stands again as before."))
        return redirect("desk:material_edit", number)
    form = PublishForm(request.POST, classes=_classes(request, material.training_class))
    if form.is_valid():
        with into_form(form):
            done = publish_material(actor=request.user, material=material, **form.cleaned_data)
            words = _("Everybody can read the material now.")
            if done.listed_on and not done.is_public:
                words = _("Everybody can read the material from %(day)s on.") % {"day": f"{done.listed_on:%d/%m/%Y}"}
            messages.success(request, words)
            return redirect("desk:material_edit", number)
    return _page(request, material, form=_words_of(material), publish_form=form)


@login_required
@require_POST
def material_withdraw(request: StaffRequest, number: int) -> HttpResponse:
    """Take the material back with a note."""
    material = find_material(request, number)
    require(edits_site(request.user, material.site.organisation))
    form = NoteForm(request.POST)
    if form.is_valid():
        with into_form(form):
            withdraw_material(actor=request.user, material=material, **form.cleaned_data)
            undo = reverse("desk:material_publish", args=[number])
            success_with_undo(request, _("The material is taken back."), undo=undo)
            return redirect("desk:material_edit", number)
    return _page(request, material, form=_words_of(material), note_form=form)


@login_required
@require_POST
def material_discard(request: StaffRequest, number: int) -> HttpResponse:
    """Throw a draft away."""
    material = find_material(request, number)
    with into_messages(request):
        discard_material(actor=request.user, material=material)
        messages.success(request, _("The draft “%(title)s” is thrown away.") % {"title": material.title})
        return redirect("desk:material_list")
    return redirect("desk:material_edit", number)


@login_required
@require_safe
def material_file(request: StaffRequest, number: int, version: int) -> HttpResponseBase:
    """Send the file of a version to the staff, whatever the material's state."""
    material = find_material(request, number)
    found = material.versions.filter(number=version).select_related("file").first()
    if found is None:
        raise Http404(_("There is no such version."))
    return serve_stored(request, found.file)


@login_required
@require_safe
def material_picture(request: StaffRequest, number: int, version: int) -> HttpResponseBase:
    """Send what readers see, or will see, of a version before they open it."""
    material = find_material(request, number)
    found = material.versions.filter(number=version, picture__isnull=False).select_related("picture").first()
    if found is None or found.picture is None:
        raise Http404(_("There is no such picture."))
    return serve_stored(request, found.picture)


def _words_of(material: Material) -> MaterialWordsForm:
    return MaterialWordsForm(initial={name: getattr(material, name) for name in MaterialWordsForm.base_fields})
