"""Materials of a site's library: added, described, given new versions, published, taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit, search
from caunoi.core.errors import NotNow
from caunoi.core.files import RefusedFile, content_type, read_stored, store
from caunoi.core.files.kinds import ENDINGS
from caunoi.core.models import StoredFile
from caunoi.core.text import clean, clean_lines, fold
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.publishing import pieces
from caunoi.publishing.addresses import slugify
from caunoi.publishing.enums import Licence, MaterialFormat, MaterialLanguage, ShelfAction, ShelfState
from caunoi.publishing.models import Material, MaterialVersion, SitePage
from caunoi.publishing.services import finding
from caunoi.publishing.services.previews import preview_soon
from caunoi.publishing.services.shelf import MOST_WORDS, check_edition, refuse, require_editor, too_long
from caunoi.training.models import TopicFile, TrainingClass
from caunoi.training.policies import sees_class
from caunoi.training.queries.programme import visible_topics

KIND = "material"
_FORMATS = {
    ".pdf": MaterialFormat.PDF,
    ".docx": MaterialFormat.WORD,
    ".xlsx": MaterialFormat.SHEET,
    ".pptx": MaterialFormat.SLIDES,
    ".jpg": MaterialFormat.PICTURE,
    ".png": MaterialFormat.PICTURE,
    ".webp": MaterialFormat.PICTURE,
    ".mp3": MaterialFormat.SOUND,
    ".mp4": MaterialFormat.VIDEO,
    ".txt": MaterialFormat.TEXT,
}


@transaction.atomic
def add_material(
    *,
    actor: User,
    site: SitePage,
    title: str,
    content: bytes = b"",
    name: str = "",
    topic_file: TopicFile | None = None,
    about: str = "",
    subject: str = "",
    licence: str = Licence.AGREED,
    holder: str = "",
    language: str = MaterialLanguage.VIETNAMESE,
) -> Material:
    """Add a file of one's own, or one of the catalogue of topics, as a draft that nobody outside sees.

    Raises PermissionDenied unless the actor edits the site (and may see the topic), ValidationError for words that
    are missing or too long and for a file that can't be kept.
    """
    require_editor(actor=actor, site=site)
    words = _words(title=title, about=about, subject=subject, licence=licence, holder=holder, language=language)
    stored = _stored(actor, site, content, name, topic_file)
    material = Material(site=site, topic_file=topic_file, **words)
    _take_file(material, stored)
    _set_derived(material)
    material.save()
    _new_version(actor, material, stored, "")
    _tell(actor, ShelfAction.MATERIAL_ADDED, material, {"title": material.title, "file": stored.name})
    return material


def _stored(actor: User, site: SitePage, content: bytes, name: str, topic_file: TopicFile | None) -> StoredFile:
    """Keep what was sent, or a name of its own for the bytes of the topic's file: each is taken away by itself."""
    if topic_file is not None:
        require(visible_topics(actor).filter(pk=topic_file.topic_id).exists())
        content, name = read_stored(topic_file.file), topic_file.file.name
    if not content:
        raise ValidationError({"file": _("Choose a file.")})
    try:
        content_type(content)
        return store(content=content, name=name, organisation_id=site.organisation_id, actor_id=actor.pk)
    except RefusedFile as refused:
        raise ValidationError({"file": str(refused)}) from None


def _take_file(material: Material, stored: StoredFile) -> None:
    material.format = _FORMATS[ENDINGS[stored.content_type][0]]
    material.size = stored.size


def _new_version(actor: User, material: Material, stored: StoredFile, words: str) -> MaterialVersion:
    version = MaterialVersion.objects.create(
        material=material, number=material.number_of_versions, file=stored, words=words, added_by=actor
    )
    preview_soon(version)
    return version


@transaction.atomic
def change_material(
    *,
    actor: User,
    material: Material,
    title: str,
    about: str = "",
    subject: str = "",
    licence: str = Licence.AGREED,
    holder: str = "",
    language: str = MaterialLanguage.VIETNAMESE,
    edition: int | None = None,
) -> Material:
    """Change what is said of a material; its address stays. Raises as :func:`add_material`, and StaleChange."""
    locked = _lock(actor, material, edition)
    before = {name: getattr(locked, name) for name in ("title", "about", "subject", "licence", "holder", "language")}
    after = _words(title=title, about=about, subject=subject, licence=licence, holder=holder, language=language)
    details = audit.changes(before, after)
    if not details:
        return locked
    for name, value in after.items():
        setattr(locked, name, value)
    _set_derived(locked)
    _save(locked)
    _tell(actor, ShelfAction.MATERIAL_CHANGED, locked, details)
    return locked


@transaction.atomic
def add_version(
    *,
    actor: User,
    material: Material,
    content: bytes = b"",
    name: str = "",
    topic_file: TopicFile | None = None,
    words: str = "",
    edition: int | None = None,
) -> MaterialVersion:
    """Put a newer file in the place of the one that stands; that one stays to be had, marked as older.

    Raises as :func:`add_material`, StaleChange, and NotNow for a material that was taken back.
    """
    locked = _lock(actor, material, edition)
    if locked.state == ShelfState.WITHDRAWN:
        raise NotNow(_("The material was taken back. Publish it again first."))
    told = clean(words)
    refuse(too_long({"words": told}, {"words": 300}))
    stored = _stored(actor, locked.site, content, name, topic_file)
    locked.number_of_versions += 1
    if topic_file is not None:
        locked.topic_file = topic_file
    _take_file(locked, stored)
    _save(locked)
    version = _new_version(actor, locked, stored, told)
    _tell(actor, ShelfAction.MATERIAL_VERSION, locked, {"file": stored.name, "version": version.number})
    return version


@transaction.atomic
def publish_material(
    *,
    actor: User,
    material: Material,
    listed_on: dt.date | None = None,
    training_class: TrainingClass | None = None,
    edition: int | None = None,
) -> Material:
    """Offer a material to everybody: from today, or from ``listed_on`` on.

    Until then only the participants of ``training_class`` have it, on their own page. Calling it again changes day
    and class, and brings back what was taken back. Raises PermissionDenied unless the actor edits the site and sees
    the class, ValidationError for a day long past or too far ahead, StaleChange.
    """
    locked = _lock(actor, material, edition)
    today = timezone.localdate()
    day = listed_on or (locked.listed_on if locked.is_public else None) or today
    if training_class is not None:
        require(sees_class(actor, training_class))
    faults: dict[str, str] = {}
    if day > today + dt.timedelta(days=3 * 366):
        faults["listed_on"] = _("The day lies more than three years ahead. Check the year.")
    elif day < today and day != locked.listed_on:
        # Nobody reads back in time.
        day = today
    if locked.is_public and day > today:
        faults["listed_on"] = _("Everybody has this material already. Take it back first if others should wait.")
    refuse(faults)
    details = audit.changes(
        {"state": locked.state, "listed_on": locked.listed_on, "training_class": _code(locked.training_class)},
        {"state": ShelfState.PUBLIC.value, "listed_on": day, "training_class": _code(training_class)},
    )
    locked.state, locked.listed_on, locked.training_class, locked.note = ShelfState.PUBLIC, day, training_class, ""
    locked.published_at, locked.published_by = locked.published_at or timezone.now(), actor
    _save(locked)
    _tell(actor, ShelfAction.MATERIAL_PUBLISHED, locked, details)
    return locked


def _code(training_class: TrainingClass | None) -> str:
    return training_class.code if training_class else ""


@transaction.atomic
def withdraw_material(*, actor: User, material: Material, note: str, edition: int | None = None) -> Material:
    """Take a material back: its page tells ``note``, its files answer no more, for participants neither.

    Raises PermissionDenied, StaleChange, NotNow unless it is public, ValidationError without a note.
    """
    locked = _lock(actor, material, edition)
    if locked.state != ShelfState.PUBLIC:
        raise NotNow(_("Only what is published can be taken back."))
    text = clean_lines(note)
    refuse({} if text else {"note": _("Write in one sentence why it is taken back; readers see it at its address.")})
    refuse(too_long({"note": text}, {"note": 1_000}))
    locked.state, locked.note = ShelfState.WITHDRAWN, text
    _save(locked)
    _tell(actor, ShelfAction.MATERIAL_WITHDRAWN, locked, {}, reason=text)
    return locked


@transaction.atomic
def discard_material(*, actor: User, material: Material) -> None:
    """Throw a draft away with its files. Raises PermissionDenied, NotNow for what was ever published."""
    locked = _lock(actor, material, None)
    if locked.state != ShelfState.DRAFT:
        raise NotNow(_("It was published, so its address stays. Take it back instead."))
    audit.record(
        actor=actor,
        action=ShelfAction.MATERIAL_DISCARDED,
        subject=locked,
        organisation_id=locked.site.organisation_id,
        details={"title": locked.title},
    )
    search.remove(kind=KIND, object_id=str(locked.pk))
    files = [pk for pair in locked.versions.values_list("file", "picture") for pk in pair if pk]
    locked.delete()
    StoredFile.objects.filter(pk__in=files).delete()


def _lock(actor: User, material: Material, edition: int | None) -> Material:
    locked = (
        Material.objects.select_for_update(of=("self",))
        .select_related("site__organisation", "training_class", "topic_file")
        .get(pk=material.pk)
    )
    require_editor(actor=actor, site=locked.site)
    check_edition(locked.edition, edition)
    return locked


def _words(**typed: str) -> dict[str, Any]:
    values = {
        "title": clean(typed["title"]),
        "about": clean_lines(typed["about"]),
        "subject": clean(typed["subject"]),
        "licence": typed["licence"],
        "holder": clean(typed["holder"]),
        "language": typed["language"],
    }
    faults = too_long(values, {"title": 250, "about": MOST_WORDS, "subject": 100, "holder": 200})
    if not values["title"]:
        faults["title"] = _("Type the title.")
    if values["licence"] not in Licence.values:
        faults["licence"] = _("Choose one of the list.")
    elif values["licence"] == Licence.RESERVED and not values["holder"]:
        faults["holder"] = _("Name who holds the rights.")
    if values["language"] not in MaterialLanguage.values:
        faults["language"] = _("Choose one of the list.")
    refuse(faults)
    return values


def _set_derived(material: Material) -> None:
    """Set what follows from the words; the slug only until readers know the address."""
    if material.published_at is None:
        material.slug = slugify(material.title) or "tai-lieu"
    material.subject_slug = slugify(material.subject, most=100)
    material.folded_text = fold(f"{material.title} {material.subject} {material.about} {material.holder}")


def _save(material: Material) -> None:
    material.edition += 1
    material.changed_at = timezone.now()
    material.save()


def _tell(actor: User, action: ShelfAction, material: Material, details: dict[str, Any], *, reason: str = "") -> None:
    search.index_many([search_document(material)])
    audit.record(
        actor=actor,
        action=action,
        subject=material,
        organisation_id=material.site.organisation_id,
        details=details,
        reason=reason,
    )
    if material.state != ShelfState.DRAFT:
        finding.refresh("material", [material.pk])
        pieces.touch_material(material)


def search_document(material: Material) -> search.Document:
    """Return what the desk's search knows of a material."""
    return search.Document(
        kind=KIND,
        object_id=str(material.pk),
        title=material.title,
        summary=material.subject,
        text=f"{material.about} {material.holder}",
        date=material.listed_on or timezone.localdate(material.created_at),
        paths=frozenset({material.site.organisation.path}),
    )


def index_all() -> int:
    """Write the search documents of all materials; returns how many."""
    rows = Material.objects.select_related("site__organisation").order_by("pk")
    return search.index_many(search_document(row) for row in rows.iterator(chunk_size=500))
