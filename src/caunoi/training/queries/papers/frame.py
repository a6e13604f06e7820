"""What stands around every paper of an office: heading, signature, recipients, the paper that it is attached to."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from caunoi import papers
from caunoi.directory.enums import System
from caunoi.directory.models import Organisation
from caunoi.papers.heading import office_lines

# A plain letter has no letters of its kind in the State's and the Front's numbers.
_LETTERS_OF_NO_KIND = frozenset({papers.PaperKind.SENDING_LETTER})
# Who keeps the office's own copy: the clerk of records; in the Party the office of the committee.
_ARCHIVES = {papers.Layout.STATE: "VT", papers.Layout.PARTY: "VP", papers.Layout.FRONT: "VT"}
# The template sets a dash before each line.
_WRITTEN_DASH = re.compile(r"^[-–•+*]\s*")


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The paper to which a list is attached; a blank number leaves the gap for the registry."""

    number: str = ""
    signed_on: dt.date | None = None


def heading(
    organisation: Organisation,
    layout: papers.Layout,
    *,
    suffix: str = "",
    number: str = "",
    date: dt.date | None = None,
) -> papers.Heading:
    """Return the heading block of an office's papers; number and date stay blank until they are known."""
    return papers.Heading(
        layout=layout,
        issuer=office_lines(organisation.name),
        superior=tuple(part for line in lines(organisation.superior_line) for part in office_lines(line)),
        place=organisation.paper_place,
        number=number or None,
        suffix=suffix,
        date=date,
    )


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def signature(organisation: Organisation) -> papers.Signature:
    """Return who signs for an office."""
    return papers.Signature(
        authority=lines(organisation.paper_authority),
        title=organisation.paper_signer_title,
        name=organisation.paper_signer_name,
    )


def called(organisation: Organisation) -> str:
    """Return an office as it is named inside a sentence."""
    return organisation.short_name or organisation.name


def symbol(organisation: Organisation, kind: papers.PaperKind) -> str:
    """Return the letters after the number of a kind of paper: "QĐ-UBND", "QĐ/ĐU", of a letter of the State "UBND".

    They are made of the kind's own letters and the body's, which an office keeps with those of its reports.
    """
    suffix = organisation.paper_suffix.strip(" -/–")
    joint = next((char for char in suffix if char in "-/"), "-")
    body = suffix.partition(joint)[2] if joint in suffix else ""
    letters = papers.KINDS[kind].letters
    if kind in _LETTERS_OF_NO_KIND:
        letters = "CV" if organisation.system == System.PARTY else ""
    return joint.join(part for part in (letters, body) if part)


def recipients(organisation: Organisation, layout: papers.Layout) -> tuple[str, ...]:
    """Return to whom a report goes: the office's own lines, else the organisation above and where it is kept.

    A report is addressed to nobody at its head, so "Như trên" never stands here by itself.
    """
    own = lines(organisation.paper_recipients)
    if own:
        return tuple(_WRITTEN_DASH.sub("", line) for line in own)
    above = organisation.parent
    kept_by = _ARCHIVES[layout]
    _kind, _joint, letters = organisation.paper_suffix.strip(" -/–").replace("-", "/", 1).partition("/")
    above_lines = [f"{above.short_name or above.name} (để báo cáo);"] if above and above.valid_to is None else []
    return (*above_lines, f"Lưu: {kept_by}, {letters}." if letters else f"Lưu: {kept_by}.")


def bare_number(number: str) -> str:
    """Return "12" of "12/BC-UBND": the letters after it are the heading's own."""
    return re.split(r"[/-]", number.strip(), maxsplit=1)[0].strip()


def parent_of(organisation: Organisation, decision: Decision | None) -> papers.Parent | None:
    """Return the decision that a list is attached to."""
    if decision is None:
        return None
    return papers.Parent(
        kind="Quyết định",
        number=decision.number or None,
        date=decision.signed_on,
        issuer=organisation.short_name or organisation.name,
    )
