"""One's own page without a ticket: a link by mail, used once; an account can be linked with the page so opened."""

from __future__ import annotations

import datetime as dt
import json
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import outbox
from caunoi.core.errors import NotNow
from caunoi.core.fields import cipher
from caunoi.core.text import fold
from caunoi.directory.enums import AccountAction
from caunoi.directory.models import PageLink, User
from caunoi.directory.queries.entries import entries_of
from caunoi.directory.queries.page_links import digest_of, entries_called, person_of_account, person_of_link
from caunoi.directory.services.signin import note

MAIL = "own_page"
LINK_MINUTES = 30
PAGE_MINUTES = 60


def seal_asking(*, email: str, name: str) -> str:
    """Return what somebody typed so that it can wait in the queue of jobs, where anybody who works on it could read."""
    return cipher().encrypt(json.dumps([email, name]).encode()).decode("ascii")


@transaction.atomic
def send_page_links(*, sealed: str) -> int:
    """Mail a link to whoever has the address and the name that were typed; returns how many mails were written.

    It goes to the address that stands in the register, never to what was typed, and names nobody. Nothing goes to
    an address that is not known together with the name.
    """
    email, name = json.loads(cipher().decrypt(sealed.encode("ascii")))
    found = entries_called(email=email, name=name)
    for entry in found:
        token = secrets.token_urlsafe(32)
        PageLink.objects.create(
            person=entry,
            digest=digest_of(token),
            expires_at=timezone.now() + dt.timedelta(minutes=LINK_MINUTES),
        )
        outbox.enqueue(
            recipient=entry.email,
            template=MAIL,
            context={
                "minutes": LINK_MINUTES,
                "several": len(found) > 1,
                "sealed": cipher().encrypt(token.encode()).decode("ascii"),
            },
            organisation_id=None,
            urgent=True,
            repeatable=True,
        )
    return len(found)


@transaction.atomic
def use_page_link(*, token: str) -> PageLink | None:
    """Use a link up and open its page for an hour; None where it opens nothing. Of two at once the second gets None."""
    now = timezone.now()
    rows = PageLink.objects.filter(digest=digest_of(token), used_at=None, expires_at__gt=now)
    if not rows.update(used_at=now, open_until=now + dt.timedelta(minutes=PAGE_MINUTES)):
        return None
    link = PageLink.objects.select_related("person").get(digest=digest_of(token))
    return link if person_of_link(link) else None


@transaction.atomic
def close_page(*, link: PageLink) -> None:
    """Close the page that a link opened, in whatever browser it is shown."""
    PageLink.objects.filter(pk=link.pk).update(open_until=timezone.now())


@transaction.atomic
def link_account(*, actor: User, link: PageLink) -> None:
    """Link one's account with the person whose page a mailed link opened: from then on signing in opens it.

    The name must be the account's, so that whoever shares a mailbox takes nobody else's page along. Raises NotNow for
    another name, where the account has a page, where another account has this one, and where it is closed meanwhile.
    """
    account = User.objects.select_for_update().get(pk=actor.pk)
    kept = PageLink.objects.select_for_update(of=("self",)).select_related("person").filter(pk=link.pk).first()
    person = person_of_link(kept) if kept and kept.open_until and kept.open_until > timezone.now() else None
    if person is None:
        raise NotNow(_("The page was closed meanwhile. Ask for a new link."))
    if person_of_account(account):
        raise NotNow(_("Your account is linked with a page already."))
    entries = entries_of(person)
    if fold(account.name) not in {each.folded_name for each in entries}:
        raise NotNow(_("The name of your account is another one. Ask your administrator to correct it first."))
    if User.objects.filter(person__in=entries).exclude(pk=account.pk).exists():
        raise NotNow(_("Another account is linked with this page. Ask your administrator."))
    account.person = person
    account.save(update_fields=["person"])
    note(actor=account, user=account, action=AccountAction.PAGE_LINKED)


@transaction.atomic
def part_account(*, actor: User) -> None:
    """Take the link between one's account and one's page away; the page itself stays as it is."""
    account = User.objects.select_for_update().get(pk=actor.pk)
    if account.person_id is None:
        return
    account.person = None
    account.save(update_fields=["person"])
    note(actor=account, user=account, action=AccountAction.PAGE_PARTED)
