"""Issuing, revoking and replacing certificates: numbers without gaps, each signed, nothing ever changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.errors import NotNow
from caunoi.core.text import clean
from caunoi.credentials.enums import Action, AwardState
from caunoi.credentials.facts import AwardFacts, Holder, read_design, read_facts
from caunoi.credentials.models import Award, AwardHolder, Issue, Series
from caunoi.credentials.open_badges import Statement, sign_credential
from caunoi.credentials.policies import keeps_ledger
from caunoi.credentials.queries.awards import folded
from caunoi.credentials.queries.designs import design_of, layout_of, number_text
from caunoi.directory.models import ERASED, Organisation, User
from caunoi.directory.policies import require

# A certificate may be dated ahead to the day on which it is handed over.
_AHEAD = dt.timedelta(days=60)


@transaction.atomic
def issue_awards(
    *,
    actor: User,
    owner: Organisation,
    source: str,
    facts: AwardFacts,
    holders: Sequence[Holder],
    issued_on: dt.date | None = None,
) -> list[Award]:
    """Enter certificates of ``owner`` into its ledger, in the order of ``holders``, each signed; all or none.

    Whoever holds a living one of the same ``source`` already gets no second. The design of the day is frozen with
    them. No file is made yet. Raises PermissionDenied unless the actor organises in the office, ValidationError for a
    day far ahead or an erased name.
    """
    require(keeps_ledger(actor, owner))
    day = issued_on or timezone.localdate()
    if day > timezone.localdate() + _AHEAD:
        raise ValidationError({"issued_on": _("A certificate is dated sixty days ahead at most.")})
    _refuse_nameless(holders)
    series = _locked(owner, day.year)
    living = set(
        Award.objects.filter(source=source, state=AwardState.ISSUED).order_by().values_list("person_id", flat=True)
    )
    wanted = [holder for holder in holders if holder.person_id not in living]
    if not wanted:
        return []
    issue = _issue(actor, owner, source)
    awards = _enter(series=series, issue=issue, facts=facts, holders=wanted, day=day)
    audit.record(
        actor=actor,
        action=Action.AWARDS_ISSUED,
        subject=issue,
        organisation_id=owner.pk,
        details={"count": len(awards), "first": awards[0].number_text, "last": awards[-1].number_text},
    )
    return awards


@transaction.atomic
def revoke_award(*, actor: User, award: Award, reason: str) -> Award:
    """End a certificate for good; number, facts and name stay in the ledger, and everybody who checks it is told.

    Raises PermissionDenied unless the actor organises in the issuing office, ValidationError without a reason, NotNow
    for one that ended already.
    """
    owner = award.series.owner
    require(keeps_ledger(actor, owner))
    _locked(owner, award.series.year)
    found = _living(award)
    _end(found, AwardState.REVOKED, reason)
    audit.record(
        actor=actor, action=Action.AWARD_REVOKED, subject=found, organisation_id=owner.pk,
        reason=found.reason, person_id=found.person_id,
    )  # fmt: skip
    return found


@transaction.atomic
def replace_award(*, actor: User, award: Award, name: str, reason: str, unit: str | None = None) -> Award:
    """End a certificate and issue another with the same facts and the name corrected, under the next number of today.

    What holds the name must be locked by the caller against an erasure at the same time. Raises PermissionDenied unless
    the actor organises in the issuing office, ValidationError without name or reason, NotNow for one that ended
    already or whose holder was erased.
    """
    owner = award.series.owner
    require(keeps_ledger(actor, owner))
    today = timezone.localdate()
    series = _locked(owner, today.year)
    found = _living(award)
    holder = AwardHolder.objects.filter(award=found).first()
    if holder is None or found.person.full_name == ERASED:
        raise NotNow(_("The name of this holder was erased, so no other certificate can be made out to it."))
    new = Holder(person_id=found.person_id, name=clean(name)[:120], unit=clean(holder.unit if unit is None else unit))
    if not new.name:
        raise ValidationError({"name": _("Type the name as it is to stand on the certificate.")})
    _end(found, AwardState.REPLACED, reason)
    issue = _issue(actor, owner, found.source)
    [made] = _enter(series=series, issue=issue, facts=read_facts(found.facts), holders=[new], day=today, replaces=found)
    audit.record(
        actor=actor, action=Action.AWARD_REPLACED, subject=found, organisation_id=owner.pk,
        details={"by": made.number_text}, reason=found.reason, person_id=found.person_id,
    )  # fmt: skip
    return made


def _locked(owner: Organisation, year: int) -> Series:
    """Return the series, alone until the transaction ends: numbers are given one after the other."""
    Series.objects.bulk_create([Series(owner=owner, year=year)], ignore_conflicts=True)
    return Series.objects.select_for_update().get(owner=owner, year=year)


def _living(award: Award) -> Award:
    found = Award.objects.select_for_update(of=("self",)).select_related("series__owner", "person").get(pk=award.pk)
    if found.state != AwardState.ISSUED:
        raise NotNow(_("This certificate ended already: %(state)s.") % {"state": found.get_state_display()})
    return found


def _end(award: Award, state: AwardState, reason: str) -> None:
    reason = clean(reason)[:300]
    if not reason:
        raise ValidationError({"reason": _("Type the reason. Whoever checks the certificate reads it.")})
    award.state, award.reason, award.ended_on = state, reason, timezone.localdate()
    award.save(update_fields=["state", "reason", "ended_on"])


def _refuse_nameless(holders: Iterable[Holder]) -> None:
    if any(not holder.name or holder.name == ERASED for holder in holders):
        raise ValidationError(_("A name was erased, so no certificate can be made out to it."))


def _issue(actor: User, owner: Organisation, source: str) -> Issue:
    return Issue.objects.create(
        owner=owner,
        source=source,
        design=design_of(owner).as_json(),
        base_url=settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
        made_by=actor,
    )


def _enter(
    *,
    series: Series,
    issue: Issue,
    facts: AwardFacts,
    holders: Sequence[Holder],
    day: dt.date,
    replaces: Award | None = None,
) -> list[Award]:
    """Write the rows under the next numbers of the locked series."""
    design = read_design(issue.design)
    years = layout_of(series.owner).valid_years
    until = _years_later(day, years) if years else None
    awards, rows = [], []
    for number, holder in enumerate(holders, start=series.last_number + 1):
        award = Award(
            series=series,
            issue=issue,
            number=number,
            number_text=number_text(design, series.year, number),
            person_id=holder.person_id,
            source=issue.source,
            facts=facts.as_json(),
            issued_on=day,
            expires_on=until,
            replaces=replaces,
        )
        said = statement(award, holder.name, facts)
        credential, award.key_id = sign_credential(said)
        awards.append(award)
        rows.append(
            AwardHolder(
                award=award,
                name=holder.name[:120],
                folded_name=folded(holder.name),
                unit=holder.unit[:200],
                credential=credential,
            )
        )
    Award.objects.bulk_create(awards, batch_size=500)
    AwardHolder.objects.bulk_create(rows, batch_size=500)
    series.last_number += len(awards)
    series.save(update_fields=["last_number"])
    return awards


def statement(award: Award, name: str, facts: AwardFacts) -> Statement:
    """Return what the credential of an award says."""
    return Statement(
        base_url=award.issue.base_url,
        owner_id=award.issue.owner_id,
        owner_name=facts.organiser,
        code=award.code,
        name=name,
        number=award.number_text,
        facts=facts,
        issued_on=award.issued_on,
        expires_on=award.expires_on,
        series_id=award.series_id,
        place=award.number,
    )


def _years_later(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
