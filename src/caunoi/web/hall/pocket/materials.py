"""Files of the class's topics that their keeper gives to participants."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from caunoi.publishing.models import Material, MaterialVersion
from caunoi.publishing.queries.materials import materials_of_class
from caunoi.training.models import Ticket, TrainingClass
from caunoi.training.queries.materials import given_files, materials
from caunoi.web.base.files import serve_stored
from caunoi.web.base.numbers import whole
from caunoi.web.hall.pocket.cards import CARDS, Card, pocket_address
from caunoi.web.hall.pocket.opening import Opened, by_ticket, pocket


@by_ticket
@require_safe
def own_materials(request: Opened) -> HttpResponse:
    """List the files by topic."""
    context = {"materials": materials(request.training_class), "offered": _offered(request.training_class)}
    return pocket(request, "hall/pocket/materials.html", context)


def _offered(training_class: TrainingClass) -> list[Material]:
    """Return what the office's library has for this class, before others or with them."""
    return list(materials_of_class(training_class))


@by_ticket
@require_safe
def own_file(request: Opened, pk: str) -> HttpResponseBase:
    """Send a file that is given out; any other is as good as none."""
    number = whole(pk)
    found = next((each.file for each in given_files(request.training_class) if each.file.pk == number), None)
    if found is None:
        raise Http404
    return serve_stored(request, found.file)


@by_ticket
@require_safe
def own_material(request: Opened, pk: str) -> HttpResponseBase:
    """Send the newest version of a material of the library that is for this class; any other is as good as none."""
    version = (
        MaterialVersion.objects.filter(material__in=materials_of_class(request.training_class), material=whole(pk))
        .select_related("file")
        .order_by("-number")
        .first()
    )
    if version is None:
        raise Http404
    return serve_stored(request, version.file)


def _card(ticket: Ticket) -> Card | None:
    count = len(given_files(ticket.training_class)) + len(_offered(ticket.training_class))
    if not count:
        return None
    return Card(
        title=_("Materials"),
        words=ngettext("%(count)s file to read", "%(count)s files to read", count) % {"count": count},
        address=pocket_address("pocket_materials", ticket),
        position=30,
        icon="paperclip",
    )


CARDS.append(_card)
