"""Persons, where they are known, and the posts they held."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit, search
from caunoi.core.fields import lookup_hash, lookup_hashes
from caunoi.core.text import clean, fold, given_name_first, sign_in_no_name
from caunoi.directory.enums import Action, Provenance
from caunoi.directory.models import Organisation, Person, PersonScope, Post, User
from caunoi.directory.policies import ORGANISERS, may_change_person, organises_in, require
from caunoi.directory.queries.organisations import choosable_organisations
from caunoi.directory.queries.scope import organisations_for
from caunoi.directory.services.entries import inherit

# At least eight digits, from a landline without its prefix on; signs between them as people write them.
_PHONE = re.compile(r"\+?(?:[\s.()/-]*\d){8,15}[\s.()]*")


def name_fault(full_name: str) -> str:
    """Return in words what is wrong with a person's name; "" for nothing. One rule for all who are typed."""
    name = clean(full_name)
    if not name:
        return _("Type the full name.")
    sign = sign_in_no_name(name)
    if sign:
        return _("No name has the sign “%(sign)s” in it. Take it out, then save again.") % {"sign": sign}
    if len(name) > 120:
        return _("At most %(most)s letters, please; this has %(count)s.") % {"most": 120, "count": len(name)}
    return ""


def person_faults(
    *, full_name: str = "", birth_year: int | None = None, phone: str = "", email: str = ""
) -> dict[str, str]:
    """Return everything that is wrong with a person as typed: field -> words; a form shows all of it at once."""
    faults = {"full_name": name_fault(full_name)}
    if birth_year is not None and not 1900 <= birth_year <= 2100:
        faults["birth_year"] = _("The year of birth must lie between 1900 and 2100.")
    if phone and not _PHONE.fullmatch(clean(phone)):
        faults["phone"] = _("This is no phone number. Check it, or leave it blank.")
    if clean(email):
        try:
            validate_email(clean(email))
        except ValidationError:
            faults["email"] = _("This is no e-mail address. Check it, or leave it blank.")
    return {field: words for field, words in faults.items() if words}


def build_person(
    *,
    full_name: str,
    birth_year: int | None = None,
    phone: str = "",
    email: str = "",
    provenance: Provenance = Provenance.TYPED,
) -> Person:
    """Return an unsaved person with every derived column set; raises ValidationError for what can't be right.

    For lists that are written at once; a single person is added by :func:`add_person`.
    """
    faults = person_faults(full_name=full_name, birth_year=birth_year, phone=phone, email=email)
    if faults:
        raise ValidationError(faults)
    name = clean(full_name)
    return Person(
        full_name=name[:120],
        folded_name=fold(name)[:120],
        sort_name=given_name_first(name)[:120],
        birth_year=birth_year,
        phone=clean(phone),
        phone_hash=lookup_hash(phone),
        email=clean(email),
        email_hash=lookup_hash(email),
        provenance=provenance,
    )


@transaction.atomic
def add_person(
    *,
    actor: User,
    organisation: Organisation,
    full_name: str,
    birth_year: int | None = None,
    phone: str = "",
    email: str = "",
    provenance: Provenance = Provenance.TYPED,
) -> Person:
    """Add a person known to ``organisation``; a namesake stays another person.

    Raises PermissionDenied unless the actor organises there, ValidationError for a missing name or an odd year.
    """
    require(organises_in(actor, organisation))
    person = build_person(full_name=full_name, birth_year=birth_year, phone=phone, email=email, provenance=provenance)
    person.save(force_insert=True)
    make_known(person=person, organisation=organisation)
    audit.record(
        actor=actor,
        action=Action.PERSON_ADDED,
        subject=person,
        organisation_id=organisation.pk,
        person_id=person.pk,
    )
    index_person(person)
    return person


@transaction.atomic
def change_person(
    *, actor: User, person: Person, full_name: str, birth_year: int | None, phone: str, email: str
) -> Person:
    """Change what is kept of a person; does nothing where nothing differs. Raises as :func:`add_person`."""
    require(may_change_person(actor, person))
    person = Person.objects.select_for_update().get(pk=person.pk)
    changed = build_person(full_name=full_name, birth_year=birth_year, phone=phone, email=email)
    # Phone and e-mail are named in the trail, never shown in it.
    before = {"full_name": person.full_name, "birth_year": person.birth_year}
    after = {"full_name": changed.full_name, "birth_year": changed.birth_year}
    details: dict[str, object] = dict(audit.changes(before, after))
    details |= {name: "…" for name in ("phone", "email") if getattr(person, name) != getattr(changed, name)}
    if not details:
        return person
    columns = ["full_name", "folded_name", "sort_name", "birth_year", "phone", "phone_hash", "email", "email_hash"]
    for column in columns:
        setattr(person, column, getattr(changed, column))
    person.save(update_fields=columns)
    audit.record(
        actor=actor,
        action=Action.PERSON_CHANGED,
        subject=person,
        organisation_id=office_of(actor=actor, person=person),
        person_id=person.pk,
        details=details,
    )
    index_person(person)
    return person


def office_of(*, actor: User, person: Person) -> UUID | None:
    """Return in whose trail a change to the person stands: the highest office of the actor's that knows him."""
    known = organisations_for(actor, *ORGANISERS).filter(known_persons__person=person)
    return known.order_by("path").values_list("pk", flat=True).first()


def make_known(*, person: Person, organisation: Organisation) -> None:
    """Let ``organisation`` and those above it see ``person``; does nothing where they do already."""
    known, made = PersonScope.objects.get_or_create(person=person, organisation=organisation)
    if not made and known.inherited:
        # From now on by itself: it stays when a merging is undone.
        known.inherited = False
        known.save(update_fields=["inherited"])
    root = Person.objects.filter(merges__person=person).first()
    if root:
        # It was merged while somebody used it.
        inherit(root)


@transaction.atomic
def add_post(
    *,
    actor: User,
    person: Person,
    title: str,
    organisation: Organisation | None = None,
    organisation_text: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    provenance: Provenance = Provenance.TYPED,
) -> Post:
    """Record a post a person holds or held; the organisation's people see the person from then on.

    Raises PermissionDenied unless the actor may change the person, ValidationError for an empty title or a period
    that ends before it begins.
    """
    require(may_change_person(actor, person))
    title = clean(title)
    if not title:
        raise ValidationError({"title": _("Type the post.")})
    if valid_from and valid_to and valid_to <= valid_from:
        raise ValidationError({"valid_to": _("The post must end after it begins.")})
    if organisation and not choosable_organisations(actor).filter(pk=organisation.pk).exists():
        raise ValidationError({"organisation": _("This organisation is not known to your office. Type its name.")})
    post = Post.objects.create(
        person=person,
        title=title[:300],
        organisation=organisation,
        organisation_text=clean(organisation_text)[:200],
        valid_from=valid_from,
        valid_to=valid_to,
        provenance=provenance,
    )
    if organisation:
        make_known(person=person, organisation=organisation)
    audit.record(
        actor=actor,
        action=Action.POST_ADDED,
        subject=post,
        organisation_id=organisation.pk if organisation else office_of(actor=actor, person=person),
        person_id=person.pk,
        details={"person": person.full_name},
    )
    index_person(person)
    return post


@transaction.atomic
def end_post(*, actor: User, post: Post, on: date | None = None) -> Post:
    """Say that a post ended: the day ``on``, today by default, is the first on which it is not held.

    What was signed or said in that post keeps it. A wrong day is corrected by ending it anew. Raises PermissionDenied
    unless the actor may change the person, ValidationError for a day before the post began.
    """
    require(may_change_person(actor, post.person))
    locked = Post.objects.select_for_update(of=("self",)).select_related("person", "organisation").get(pk=post.pk)
    day = on or timezone.localdate()
    if locked.valid_from and day <= locked.valid_from:
        raise ValidationError({"on": _("The post must end after it begins.")})
    if locked.valid_to == day:
        return locked
    details = audit.changes({"valid_to": locked.valid_to}, {"valid_to": day})
    locked.valid_to = day
    locked.save(update_fields=["valid_to"])
    audit.record(
        actor=actor,
        action=Action.POST_ENDED,
        subject=locked,
        organisation_id=locked.organisation_id or office_of(actor=actor, person=locked.person),
        person_id=locked.person_id,
        details={"person": locked.person.full_name, **details},
    )
    index_person(locked.person)
    return locked


@transaction.atomic
def link_person(*, actor: User, organisation: Organisation, person_id: UUID, full_name: str, phone: str) -> Person:
    """Let ``organisation`` see somebody the register knows through others, named and called by the same phone.

    An id alone draws nobody into scope: name and phone must be those of the person. Raises PermissionDenied unless
    the actor organises there, ValidationError where they are not.
    """
    require(organises_in(actor, organisation))
    numbers = lookup_hashes(phone)
    person = Person.objects.filter(
        pk=person_id, merged_into__isnull=True, folded_name=fold(full_name)[:120], phone_hash__in=numbers
    ).first()
    if person is None:
        raise ValidationError({"full_name": _("Name and phone are not those of this person. Check what you typed.")})
    make_known(person=person, organisation=organisation)
    audit.record(
        actor=actor,
        action=Action.PERSON_LINKED,
        subject=person,
        organisation_id=organisation.pk,
        person_id=person.pk,
    )
    index_person(person)
    return person


def index_person(person: Person) -> None:
    """Write what search knows of a person: the name, and the posts as a summary."""
    paths = person.scopes.values_list("organisation__path", flat=True)
    posts = [str(post) for post in person.posts.select_related("organisation")[:3]]
    search.index(
        kind="person",
        object_id=str(person.pk),
        title=person.full_name,
        summary="; ".join(posts),
        paths=paths,
    )
