"""What may be wrong with a template that an office uploads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """The kind of fault, for faces that word it themselves."""

    NOT_WORD = "not_word"
    OLD_WORD = "old_word"
    TOO_LARGE = "too_large"
    DAMAGED = "damaged"
    MACRO = "macro"
    EXTERNAL = "external"
    SYNTAX = "syntax"
    UNSAFE = "unsafe"
    UNKNOWN_FIELD = "unknown_field"
    MISSING_FIELD = "missing_field"
    NOT_TEXT = "not_text"
    NOT_A_LIST = "not_a_list"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: `message` says in Vietnamese what is wrong and what to do.

    `place` quotes the text around it, `detail` the field, file or expression meant; both may be
    empty.
    """

    code: FaultCode
    message: str
    place: str = ""
    detail: str = ""


class TemplateRefused(Exception):
    """A template cannot be used; `faults` says why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults

    def __reduce__(self) -> tuple[type[TemplateRefused], tuple[list[Fault]]]:
        """Rebuild from the faults, so that it survives the way out of a child process."""
        return type(self), (self.faults,)


class UnsafeTemplate(TemplateRefused):
    """A template tries to do more than put fields into a paper."""


def refuse(faults: list[Fault]) -> TemplateRefused:
    """The exception that fits the faults."""
    unsafe = {FaultCode.UNSAFE, FaultCode.MACRO, FaultCode.EXTERNAL}
    if any(fault.code in unsafe for fault in faults):
        return UnsafeTemplate(faults)
    return TemplateRefused(faults)
