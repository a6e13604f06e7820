"""Whom the register knows already of those whom units name; for who leads the class or names at a desk of its own.

Whoever names people by a link asks nothing here: a unit without an account learns of nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from caunoi.directory.models import User
from caunoi.directory.queries.matching import Match
from caunoi.directory.queries.merging import told_apart
from caunoi.training.enums import LIVE, NominationSource
from caunoi.training.models import Nomination, TrainingClass
from caunoi.training.queries.named import NamedIndex
from caunoi.training.queries.roster import likely_persons, match_persons


def likely_nominees(user: User, training_class: TrainingClass, wanted: Mapping[str, object]) -> list[Match]:
    """Return who of the register may be the one typed, best first; nobody whom the class knows already."""
    there = NamedIndex(training_class).by_person
    return [match for match in likely_persons(user, wanted) if match.person_id not in there]


def matches_of_named(
    user: User, training_class: TrainingClass, nominations: Sequence[Nomination]
) -> dict[UUID, list[Match]]:
    """Return for those who were named by a link whom the register knew before, by the nomination's id.

    Only where the name is the same and phone, year of birth or unit speak for it, too, and nobody said that they are
    two people. The number of queries does not
    depend on how many there are.
    """
    asked = [one for one in nominations if one.source == NominationSource.LINK and one.state in LIVE]
    if not asked:
        return {}
    there = NamedIndex(training_class).by_person
    apart = told_apart([one.person_id for one in asked])
    wanted = [
        {
            "full_name": one.person.full_name,
            "birth_year": one.person.birth_year,
            "phone": one.person.phone,
            "unit_text": one.unit_text,
        }
        for one in asked
    ]
    # The person whom the link added is found, too, and stands in the class.
    found = zip(asked, match_persons(user, wanted, most=5), strict=True)
    told = {
        one.pk: [
            match
            for match in matches
            if match.person_id not in there
            and match.person_id not in apart.get(one.person_id, ())
            and (match.strong or not match.visible)
        ]
        for one, matches in found
    }
    return {key: matches for key, matches in told.items() if matches}
