"""What the directory and the core hold about a person: for the export, and for erasing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.core import audit, personal, search
from caunoi.core.models import AuditEntry, OutboxMessage, SentForm
from caunoi.core.personal import ByHand, Holding, Row, Subject
from caunoi.core.text import fold, given_name_first
from caunoi.directory.models import (
    ERASED,
    AccountPass,
    AccountSession,
    Consent,
    Organisation,
    PageLink,
    Person,
    PersonDistinction,
    PersonScope,
    Post,
    Role,
    User,
)
from caunoi.directory.queries.files import files_kept, visible_files
from caunoi.directory.queries.scope import visible_organisations

_REGISTER = _("To hold classes, invite people and write papers with the right names: a task of the office.")
_ACCOUNTS = _("So that only those who work here can sign in, and everybody's work can be answered for.")
_TRAIL = _("So that it can be seen later who changed what: nothing done here is without a trace.")
_PART = 500


def register() -> None:
    """Name what is held here, from the person outwards."""
    personal.register(
        Holding(
            name="directory.person",
            title=_("Entry in the register"),
            purpose=_REGISTER,
            columns={
                "full_name": _("Full name"),
                "birth_year": _("Year of birth"),
                "phone": _("Phone"),
                "email": _("E-mail"),
                "provenance": _("Came here"),
                "since": _("Since"),
            },
            covers=(
                "directory.Person.merged_into",
                "directory.MergedPerson.person",
                "directory.MergedPerson.root",
                "directory.PersonDistinction.first",
                "directory.PersonDistinction.second",
            ),
            read=_entries,
            erase=_erase_entries,
            goes=_("Name, year of birth, phone and e-mail"),
            stays=_("A number without a name, so that every count stays true"),
        ),
        Holding(
            name="directory.known_to",
            title=_("Offices that know the person"),
            purpose=_REGISTER,
            columns={"organisation": _("Office")},
            covers=("directory.PersonScope.person",),
            read=_known_to,
            erase=lambda subject: _delete(PersonScope, subject),
            goes=_("The person is in no office's list and search any more"),
        ),
        Holding(
            name="directory.posts",
            title=_("Posts"),
            purpose=_REGISTER,
            columns={"post": _("Post"), "organisation": _("At"), "from": _("From"), "until": _("Until")},
            covers=("directory.Post.person",),
            read=_posts,
            erase=lambda subject: _delete(Post, subject),
            goes=_("Every post that the person held"),
        ),
        Holding(
            name="directory.consents",
            title=_("What the person agreed to"),
            purpose=_("To do what goes beyond the office's task only with the person's consent."),
            columns={
                "purpose": _("For what"),
                "form": _("Given how"),
                "given_on": _("Given on"),
                "withdrawn_on": _("Withdrawn on"),
            },
            covers=("directory.Consent.person",),
            read=_consents,
            erase=lambda subject: _delete(Consent, subject),
            goes=_("Every consent"),
        ),
        Holding(
            name="directory.accounts",
            title=_("Accounts"),
            purpose=_ACCOUNTS,
            columns={
                "username": _("User name"),
                "name": _("Full name"),
                "email": _("E-mail"),
                "opened": _("Opened"),
                "last_signed_in": _("Last signed in"),
                "active": _("Open"),
            },
            covers=(
                "directory.User.person",
                "account.EmailAddress.user",
                "directory.User_groups.user",
                "directory.User_user_permissions.user",
            ),
            read=_accounts,
            erase=_erase_accounts,
            goes=_("The account is closed; its user name, name, e-mail and password go"),
            stays=_("The account's number: what was done by it stays done by the same account"),
        ),
        Holding(
            name="directory.roles",
            title=_("Roles"),
            purpose=_ACCOUNTS,
            columns={"role": _("Role"), "organisation": _("Office"), "from": _("From"), "until": _("Until")},
            covers=("directory.Role.user",),
            read=_roles,
            stays=_("Which roles the account had, by its number: it shows that what was done was allowed"),
        ),
        Holding(
            name="directory.signing_in",
            title=_("Ways to sign in"),
            purpose=_ACCOUNTS,
            columns={"kind": _("What"), "made": _("Since"), "used": _("Last used")},
            covers=(
                "mfa.Authenticator.user",
                "socialaccount.SocialAccount.user",
                "directory.AccountPass.user",
                "directory.AccountSession.user",
            ),
            read=_signing_in,
            erase=_erase_signing_in,
            goes=_("Code apps, passkeys, linked providers, invitations, codes and sessions"),
        ),
        Holding(
            name="directory.page_links",
            title=_("Links to the own classes"),
            purpose=_("So that people read what is held of their classes without a ticket and without an account."),
            columns={"made": _("Since"), "used": _("Last used")},
            covers=("directory.PageLink.person",),
            read=_page_links,
            erase=lambda subject: _delete(PageLink, subject),
            goes=_("Every link; a page that is open closes at once"),
        ),
        Holding(
            name="core.mails",
            title=_("Mails to the person"),
            purpose=_ACCOUNTS,
            columns={"at": _("Written at"), "subject": _("What"), "to": _("To"), "state": _("State")},
            read=_mails,
            erase=_erase_mails,
            goes=_("Every mail to the person; in mails to others the name is replaced by a gap"),
        ),
        Holding(
            name="core.trail",
            title=_("Rows of the trail about the person"),
            purpose=_TRAIL,
            columns={
                "at": _("When"),
                "did": _("What was done"),
                "by_person": _("By the person"),
                "organisation": _("Office"),
                "reason": _("Reason"),
            },
            covers=("core.AuditEntry.person_id", "core.AuditEntry.actor_id"),
            read=_trail,
            goes=_("Names and words in the rows about the person"),
            stays=_("When, what and by which number: without them nobody could show that nothing was changed secretly"),
        ),
        level=1,
    )
    personal.leave_out(
        {
            "directory.AccountPass.made_by": "who handed it over; shown by the name of the account, which is erased",
            "directory.Consent.recorded_by": "who wrote the consent down, as above",
            "core.StoredFile.created_by_id": "which account stored a file: a number, as above",
            "core.SentForm.actor_id": "a key against sending twice, gone after some days; erased with the account",
        }
    )
    personal.register_by_hand(_signers)
    personal.register_by_hand(_files)


def _delete(model: Any, subject: Subject) -> None:
    model.objects.filter(person__in=subject.persons).delete()


def _entries(subject: Subject) -> list[Row]:
    rows = Person.objects.filter(pk__in=subject.persons).order_by("created_at", "pk")
    return [
        {
            "full_name": row.full_name,
            "birth_year": row.birth_year,
            "phone": row.phone,
            "email": row.email,
            "provenance": str(row.get_provenance_display()),
            "since": row.created_at.isoformat(),
        }
        for row in rows
    ]


def _erase_entries(subject: Subject) -> None:
    Person.objects.filter(pk__in=subject.persons).update(
        full_name=ERASED,
        folded_name=fold(ERASED),
        sort_name=given_name_first(ERASED),
        birth_year=None,
        phone="",
        phone_hash="",
        email="",
        email_hash="",
        erased_at=timezone.now(),
    )
    PersonDistinction.objects.filter(Q(first__in=subject.persons) | Q(second__in=subject.persons)).delete()
    search.remove_many(kind="person", object_ids=[str(pk) for pk in subject.persons])


def _known_to(subject: Subject) -> list[Row]:
    found = Organisation.objects.filter(known_persons__person__in=subject.persons)
    names = found.distinct().order_by("folded_name", "pk").values_list("name", flat=True)
    return [{"organisation": name} for name in names]


def _posts(subject: Subject) -> list[Row]:
    rows = Post.objects.filter(person__in=subject.persons).select_related("organisation").order_by("valid_from", "pk")
    return [
        {
            "post": row.title,
            "organisation": row.organisation.name if row.organisation else row.organisation_text,
            "from": _day(row.valid_from),
            "until": _day(row.valid_to),
        }
        for row in rows
    ]


def _consents(subject: Subject) -> list[Row]:
    return [
        {
            "purpose": str(row.get_purpose_display()),
            "form": str(row.get_form_display()),
            "given_on": _day(row.given_on),
            "withdrawn_on": _day(row.withdrawn_on),
        }
        for row in Consent.objects.filter(person__in=subject.persons).order_by("given_on", "pk")
    ]


def _page_links(subject: Subject) -> list[Row]:
    rows = PageLink.objects.filter(person__in=subject.persons).order_by("made_at", "pk")
    return [{"made": row.made_at.isoformat(), "used": _moment(row.used_at)} for row in rows]


def _accounts(subject: Subject) -> list[Row]:
    return [
        {
            "username": row.username,
            "name": row.name,
            "email": row.email,
            "opened": row.date_joined.isoformat(),
            "last_signed_in": row.last_login.isoformat() if row.last_login else None,
            "active": row.is_active,
        }
        for row in User.objects.filter(pk__in=subject.accounts).order_by("date_joined", "pk")
    ]


def _erase_accounts(subject: Subject) -> None:
    for account in User.objects.filter(pk__in=subject.accounts).order_by("pk"):
        for kind in (AccessAttempt, AccessFailureLog, AccessLog):
            kind.objects.filter(username__iexact=account.username).delete()
        account.username, account.name, account.email = f"da-xoa-{account.pk.hex}", ERASED, ""
        account.last_login, account.is_active, account.is_staff, account.is_superuser = None, False, False, False
        account.set_unusable_password()
        account.save()
        account.groups.clear()
        account.user_permissions.clear()
    EmailAddress.objects.filter(user__in=subject.accounts).delete()
    SentForm.objects.filter(actor_id__in=subject.accounts).delete()


def _roles(subject: Subject) -> list[Row]:
    rows = Role.objects.filter(user__in=subject.accounts).select_related("organisation").order_by("pk")
    return [
        {
            "role": str(row.get_kind_display()),
            "organisation": row.organisation.name,
            "from": _day(row.valid_from),
            "until": _day(row.valid_to),
        }
        for row in rows
    ]


def _signing_in(subject: Subject) -> list[Row]:
    """Give each way in without its secret."""
    found: list[Row] = [
        {"kind": str(row.get_type_display()), "made": row.created_at.isoformat(), "used": _moment(row.last_used_at)}
        for row in Authenticator.objects.filter(user__in=subject.accounts).order_by("pk")
    ]
    found += [
        {"kind": row.provider, "made": row.date_joined.isoformat(), "used": _moment(row.last_login)}
        for row in SocialAccount.objects.filter(user__in=subject.accounts).order_by("pk")
    ]
    found += [
        {"kind": str(row.get_kind_display()), "made": row.made_at.isoformat(), "used": _moment(row.used_at)}
        for row in AccountPass.objects.filter(user__in=subject.accounts).order_by("made_at", "pk")
    ]
    found += [
        {"kind": row.device or str(_("Session")), "made": _moment(row.started_at), "used": _moment(row.seen_at)}
        for row in AccountSession.objects.filter(user__in=subject.accounts).order_by("started_at", "session_key")
    ]
    return found


def _erase_signing_in(subject: Subject) -> None:
    for model in (Authenticator, SocialAccount, AccountPass, AccountSession):
        model.objects.filter(user__in=subject.accounts).delete()


def _to_the_person(subject: Subject) -> Iterator[OutboxMessage]:
    addresses = {each.casefold() for each in subject.emails}
    for message in OutboxMessage.objects.order_by("created_at", "pk").iterator(chunk_size=_PART) if addresses else ():
        if message.recipient.casefold() in addresses:
            yield message


def _mails(subject: Subject) -> list[Row]:
    return [
        {
            "at": row.created_at.isoformat(),
            "subject": row.template,
            "to": row.recipient,
            "state": str(row.get_state_display()),
        }
        for row in _to_the_person(subject)
    ]


def _erase_mails(subject: Subject) -> None:
    """Every mail is opened: address and words lie encrypted, so that nothing can be asked of the database."""
    OutboxMessage.objects.filter(pk__in=[row.pk for row in _to_the_person(subject)]).delete()
    changed = []
    for message in OutboxMessage.objects.order_by("pk").iterator(chunk_size=_PART):
        context, error = subject.without(message.context), subject.without(message.error)
        if (context, error) != (message.context, message.error):
            message.context, message.error = context, error
            changed.append(message)
    OutboxMessage.objects.bulk_update(changed, ["context", "error"], batch_size=100)


def rows_of_trail(subject: Subject) -> Any:
    """Return the rows about the person and those of what the person did by an account."""
    keys = [str(pk) for pk in (*subject.persons, *subject.accounts)]
    own = Q(object_type__in=("directory.person", "directory.user"), object_id__in=keys)
    return AuditEntry.objects.filter(Q(person_id__in=subject.persons) | Q(actor_id__in=subject.accounts) | own)


def _trail(subject: Subject) -> list[Row]:
    """Give each row without what it calls others; reasons only where the person is what the row is about."""
    offices = dict(Organisation.objects.order_by("pk").values_list("pk", "name"))
    own = {("directory.person", str(pk)) for pk in subject.persons}
    own |= {("directory.user", str(pk)) for pk in subject.accounts}
    return [
        {
            "at": row.at.isoformat(),
            "did": audit.action_label(row.action),
            "by_person": row.actor_id in subject.accounts,
            "organisation": offices.get(row.organisation_id, "") if row.organisation_id else "",
            "reason": row.reason if (row.object_type, row.object_id) in own else "",
        }
        for row in rows_of_trail(subject).order_by("pk").iterator(chunk_size=_PART)
    ]


def _signers(subject: Subject, actor: User) -> Iterable[ByHand]:
    """Give the offices whose papers the person signs."""
    for office in visible_organisations(actor).exclude(paper_signer_name="").order_by("pk"):
        if subject.named_in(office.paper_signer_name):
            yield ByHand(
                what=office.name,
                why=_("Its papers are signed with this name: change the signer."),
                kind="organisation",
                object_id=str(office.pk),
            )


def _files(subject: Subject, actor: User) -> Iterable[ByHand]:
    """Give the files of the person's offices that are called by the name; what stands in a file is not read."""
    named = files_kept(actor).filter(organisation_id__in=subject.organisations).order_by("pk")
    opened = set(visible_files(actor).values_list("pk", flat=True))
    for file in named.iterator(chunk_size=_PART):
        if subject.named_in(file.name):
            yield ByHand(
                what=file.name,
                why=_("The file is called by this name: replace or remove it."),
                # What has rules of its own is opened where it belongs, not by its name.
                kind="file" if file.pk in opened else "",
                object_id=str(file.pk),
            )


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
