"""Audio and video of articles: looked at by their content, kept as they were sent, with captions and transcript."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from caunoi.core import audit, files
from caunoi.core.errors import NotNow
from caunoi.core.files import RefusedFile
from caunoi.core.models import StoredFile
from caunoi.core.text import clean, clean_lines
from caunoi.directory.models import User
from caunoi.directory.policies import require
from caunoi.publishing import pieces
from caunoi.publishing.enums import UNPUBLISHED, Action, ArticleState
from caunoi.publishing.models import ArticlePage, MediaFile
from caunoi.publishing.policies import may_approve, may_write
from caunoi.publishing.recordings import look_at, without_traces
from caunoi.publishing.services import editing, finding
from caunoi.publishing.webvtt import read_captions, spoken, write_captions

MOST_MEDIA = 12
_MOST_TRANSCRIPT = 200_000


@transaction.atomic
def add_media(
    *,
    actor: User,
    article: ArticlePage,
    content: bytes,
    name: str,
    title: str,
    credit: str = "",
    captions: str = "",
    transcript: str = "",
    names_people: bool = False,
    consent: bool = False,
) -> MediaFile:
    """Add a recording at the end of the article's recordings; an empty transcript is begun from the captions.

    Place, device and owner that a phone wrote into an MP4 file are taken out of it.

    Raises PermissionDenied, NotNow for an article that is withdrawn or waits for its time, ValidationError for a file
    that browsers don't play, captions that aren't WebVTT, or what a published article must not lack.
    """
    article = editing.lock(article, None)
    _require_change(actor, article)
    words = _words(title, credit, captions, transcript, names_people=names_people, consent=consent)
    if article.media.count() >= MOST_MEDIA:
        raise ValidationError({"file": _("An article takes at most %(most)s recordings.") % {"most": MOST_MEDIA}})
    # The size is judged before anything looks into the file.
    if len(content) > settings.MEDIA_MAX_BYTES:
        most = settings.MEDIA_MAX_BYTES // (1024 * 1024)
        words_of_size = _("The file is larger than %(most)s MB. Make it smaller and send it again.") % {"most": most}
        raise ValidationError({"file": words_of_size})
    try:
        found = look_at(content)
        stored = files.store(
            content=without_traces(content),
            name=name,
            organisation_id=article.organisation_id,
            actor_id=actor.pk,
            most_bytes=settings.MEDIA_MAX_BYTES,
        )
    except RefusedFile as refused:
        raise ValidationError({"file": str(refused)}) from None
    last = article.media.aggregate(last=Max("position"))["last"]
    media = MediaFile.objects.create(
        article=article,
        position=0 if last is None else last + 1,
        kind=found.kind,
        seconds=found.seconds,
        width=found.width,
        height=found.height,
        file=stored,
        **words,
    )
    _note_media(article)
    _tell(actor, Action.MEDIA_ADDED, article, {"recording": media.title})
    return media


@transaction.atomic
def change_media(
    *,
    actor: User,
    media: MediaFile,
    title: str,
    credit: str = "",
    captions: str = "",
    transcript: str = "",
    names_people: bool = False,
    consent: bool = False,
) -> MediaFile:
    """Change the words of a recording; does nothing where nothing differs. Raises as :func:`add_media`."""
    article = editing.lock(media.article, None)
    _require_change(actor, article)
    media = article.media.select_for_update().get(pk=media.pk)
    after = _words(title, credit, captions, transcript, names_people=names_people, consent=consent)
    details = audit.changes({name: getattr(media, name) for name in after}, after)
    if not details:
        return media
    for name, value in after.items():
        setattr(media, name, value)
    media.save(update_fields=list(after))
    _tell(actor, Action.MEDIA_CHANGED, article, {"recording": media.title, **details})
    return media


@transaction.atomic
def remove_media(*, actor: User, media: MediaFile) -> None:
    """Take a recording out of its article; nobody can fetch it from then on. Raises as :func:`add_media`."""
    article = editing.lock(media.article, None)
    _require_change(actor, article)
    title, stored = media.title, media.file_id
    media.delete()
    StoredFile.objects.filter(pk=stored).delete()
    _note_media(article)
    _tell(actor, Action.MEDIA_REMOVED, article, {"recording": title})


def _note_media(article: ArticlePage) -> None:
    article.has_media = article.media.exists()
    article.save(update_fields=["has_media"])


def _require_change(actor: User, article: ArticlePage) -> None:
    require(may_write(actor, article) if article.state in UNPUBLISHED else may_approve(actor, article))
    if article.state == ArticleState.WITHDRAWN:
        raise NotNow(_("The article is withdrawn; its recordings can't be changed."))
    editing.refuse_scheduled(article)


def _words(
    title: str, credit: str, captions: str, transcript: str, *, names_people: bool, consent: bool
) -> dict[str, Any]:
    words: dict[str, Any] = {
        "title": clean(title),
        "credit": clean(credit),
        "captions": "",
        "transcript": clean_lines(transcript),
        "names_people": names_people,
        "consent": consent and names_people,
    }
    faults: dict[str, Any] = {}
    if not words["title"]:
        faults["title"] = _("Type the title of the recording.")
    for name, most in (("title", 200), ("credit", 120), ("transcript", _MOST_TRANSCRIPT)):
        if len(words[name]) > most:
            faults[name] = _("This is too long: %(length)s letters, at most %(most)s fit. Shorten it.") % {
                "length": len(words[name]),
                "most": most,
            }
    if captions.strip():
        try:
            cues = read_captions(captions)
        except ValidationError as error:
            faults["captions"] = error.messages
        else:
            words["captions"] = write_captions(cues)
            words["transcript"] = words["transcript"] or spoken(cues)
    if faults:
        raise ValidationError(faults)
    return words


def _tell(actor: User, action: Action, article: ArticlePage, details: dict[str, Any]) -> None:
    if article.is_readable:
        editing.check_complete(article)
    audit.record(actor=actor, action=action, subject=article, organisation_id=article.organisation_id, details=details)
    if editing.uncheck(actor=actor, article=article):
        article.save(update_fields=editing.CHECK)
    if article.is_readable:
        finding.refresh(finding.ARTICLE, [article.pk])
    if article.is_public:
        pieces.touch_article(article)
