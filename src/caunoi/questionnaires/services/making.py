"""Questionnaires are made, changed, copied, put to use, taken out of use."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit, search
from caunoi.core.errors import NotNow
from caunoi.core.text import clean, clean_lines, fold
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.questionnaires.enums import Action, Purpose
from caunoi.questionnaires.models import Item, Questionnaire, Version
from caunoi.questionnaires.policies import keeps_questionnaire
from caunoi.questionnaires.queries.questionnaires import last_version
from caunoi.questionnaires.services.guard import lock_questionnaire, note, open_draft
from caunoi.questionnaires.services.indexing import KIND, index_questionnaire

_LONGEST_TITLE = 300
_LONGEST_INTRO = 2000
_MOST_MINUTES = 300


@transaction.atomic
def make_questionnaire(
    *, actor: User, owner: Organisation, title: str, purpose: Purpose = Purpose.QUIZ, intro: str = ""
) -> Questionnaire:
    """Make an empty questionnaire with a draft; raises PermissionDenied, ValidationError for the title."""
    require(organises_in(actor, owner))
    made = Questionnaire(owner=owner, title=_title(title), purpose=Purpose(purpose))
    made.folded_title = fold(made.title)[:300]
    made.save()
    Version.objects.create(questionnaire=made, number=1, intro=_intro(intro))
    index_questionnaire(made)
    note(actor=actor, action=Action.MADE, questionnaire=made)
    return made


@transaction.atomic
def change_questionnaire(
    *,
    actor: User,
    questionnaire: Questionnaire,
    revision: int | None = None,
    title: str,
    intro: str = "",
    minutes: int | None = None,
    shuffle_items: bool = False,
    shuffle_choices: bool = False,
) -> Questionnaire:
    """Change title and settings; the title holds for all versions, the rest for the draft, which is begun where needed.

    Raises PermissionDenied, StaleChange, NotNow (out of use), ValidationError.
    """
    require(keeps_questionnaire(actor, questionnaire))
    if minutes is not None and not 1 <= minutes <= _MOST_MINUTES:
        raise ValidationError({"minutes": _("Type a number between 1 and %(most)s.") % {"most": _MOST_MINUTES}})
    called = _title(title)
    values: dict[str, Any] = {
        "intro": _intro(intro),
        "minutes": minutes,
        "shuffle_items": shuffle_items,
        "shuffle_choices": shuffle_choices,
    }
    standing = last_version(questionnaire)
    before = {name: getattr(standing, name) for name in values}
    details = audit.changes({"title": questionnaire.title, **before}, {"title": called, **values})
    if not details:
        return questionnaire
    if before == values:
        locked = lock_questionnaire(actor=actor, questionnaire=questionnaire)
    else:
        version = open_draft(actor=actor, questionnaire=questionnaire, revision=revision)
        for name, value in values.items():
            setattr(version, name, value)
        version.save()
        locked = version.questionnaire
    locked.title, locked.folded_title = called, fold(called)[:300]
    locked.save(update_fields=["title", "folded_title"])
    index_questionnaire(locked)
    note(actor=actor, action=Action.CHANGED, questionnaire=locked, details=details)
    return locked


def _title(title: str) -> str:
    called = clean(title)
    if not called:
        raise ValidationError({"title": _("Type the title.")})
    if len(called) > _LONGEST_TITLE:
        raise ValidationError({"title": _("At most %(most)s letters, please.") % {"most": _LONGEST_TITLE}})
    return called


def _intro(intro: str) -> str:
    words = clean_lines(intro)
    if len(words) > _LONGEST_INTRO:
        raise ValidationError({"intro": _("At most %(most)s letters, please.") % {"most": _LONGEST_INTRO}})
    return words


@transaction.atomic
def copy_questionnaire(*, actor: User, questionnaire: Questionnaire, owner: Organisation) -> Questionnaire:
    """Make another questionnaire that asks what the newest version asks, under the title with "(copy)" behind it.

    The caller has made sure that the actor may read it. Raises PermissionDenied unless he organises in ``owner``.
    """
    require(organises_in(actor, owner))
    source = last_version(questionnaire)
    title = _("%(title)s (copy)") % {"title": questionnaire.title[:280]}
    made = Questionnaire.objects.create(
        owner=owner, title=title, folded_title=fold(title)[:300], purpose=questionnaire.purpose
    )
    draft = Version.objects.create(
        questionnaire=made,
        number=1,
        intro=source.intro,
        minutes=source.minutes,
        shuffle_items=source.shuffle_items,
        shuffle_choices=source.shuffle_choices,
    )
    items = list(source.items.order_by("position", "id"))
    for item in items:
        item.pk, item.version = None, draft
        if owner != questionnaire.owner:
            item.bank_item = None
    Item.objects.bulk_create(items)
    index_questionnaire(made)
    note(actor=actor, action=Action.COPIED, questionnaire=made, details={"from": questionnaire.title})
    return made


@transaction.atomic
def freeze(*, actor: User, questionnaire: Questionnaire) -> Version:
    """Put the draft to use, if there is one, and return the version in use; from then on it is not changed any more.

    Raises PermissionDenied, NotNow for a version without a question or a questionnaire out of use.
    """
    require(keeps_questionnaire(actor, questionnaire))
    return put_to_use(actor=actor, questionnaire=questionnaire)


def put_to_use(*, actor: User | None, questionnaire: Questionnaire) -> Version:
    """Do what :func:`freeze` does for a caller who was let in already; part of his transaction."""
    locked = Questionnaire.objects.select_for_update(of=("self",)).select_related("owner").get(pk=questionnaire.pk)
    version = last_version(locked)
    if not version.is_draft:
        return version
    if locked.retired_at:
        raise NotNow(_("The questionnaire is out of use. Take it into use again to change it."))
    if not version.items.exists():
        raise NotNow(_("The questionnaire asks nothing yet. Add a question first."))
    version.frozen_at = timezone.now()
    version.save(update_fields=["frozen_at"])
    note(actor=actor, action=Action.VERSION_FROZEN, questionnaire=locked, details={"version": version.number})
    return version


@transaction.atomic
def retire_questionnaire(*, actor: User, questionnaire: Questionnaire, retired: bool) -> Questionnaire:
    """Take out of use, or into use again; classes that use it go on. Raises PermissionDenied."""
    locked = lock_questionnaire(actor=actor, questionnaire=questionnaire)
    if bool(locked.retired_at) == retired:
        return locked
    locked.retired_at = timezone.now() if retired else None
    locked.save(update_fields=["retired_at"])
    note(actor=actor, action=Action.RETIRED if retired else Action.TAKEN_UP, questionnaire=locked)
    return locked


@transaction.atomic
def remove_questionnaire(*, actor: User, questionnaire: Questionnaire) -> None:
    """Remove one that was never put to use; raises PermissionDenied, NotNow for one that was."""
    locked = lock_questionnaire(actor=actor, questionnaire=questionnaire)
    if locked.versions.filter(frozen_at__isnull=False).exists():
        raise NotNow(_("The questionnaire was put to use already. Take it out of use instead."))
    note(actor=actor, action=Action.REMOVED, questionnaire=locked)
    search.remove(kind=KIND, object_id=str(locked.pk))
    locked.delete()
