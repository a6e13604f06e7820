"""What every page of one class shares: head line, state, next step, tabs, line of steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from caunoi.directory.policies import organises_somewhere
from caunoi.publishing.queries.articles import articles_of_class
from caunoi.training.enums import ClassState
from caunoi.training.models import TrainingClass
from caunoi.training.policies import keeps_class, leads_class, marks_class, reads_class_trail, runs_class, sees_money
from caunoi.training.queries.progress import ClassHead, NextStep, Stage, class_head, next_step, stage_of
from caunoi.training.services.classes import TRANSITIONS

TABS: tuple[tuple[str, str | Promise], ...] = (
    ("overview", gettext_lazy("Overview")),
    ("programme", gettext_lazy("Programme")),
    ("quotas", gettext_lazy("Quotas")),
    ("participants", gettext_lazy("Participants")),
    ("attendance", gettext_lazy("Attendance")),
    ("questions", gettext_lazy("Questions")),
    ("quizzes", gettext_lazy("Quizzes")),
    ("results", gettext_lazy("Results")),
    ("awards", gettext_lazy("Certificates")),
    ("money", gettext_lazy("Money")),
    ("papers", gettext_lazy("Papers")),
    ("articles", gettext_lazy("Articles")),
    ("trail", gettext_lazy("Trail")),
)

STAGES: tuple[tuple[Stage, str | Promise], ...] = (
    (Stage.PREPARE, pgettext_lazy("stage of a class", "Prepare")),
    (Stage.GATHER, pgettext_lazy("stage of a class", "Gather the list")),
    (Stage.HOLD, pgettext_lazy("stage of a class", "Hold")),
    (Stage.END, pgettext_lazy("stage of a class", "Close")),
    (Stage.REPORT, pgettext_lazy("stage of a class", "Report")),
    (Stage.PUBLISH, pgettext_lazy("stage of a class", "Publish")),
)

# What the button says, and where it leads; a step with a state moves the class on at once.
STEPS: dict[NextStep, tuple[str | Promise, str, ClassState | None]] = {
    NextStep.SET_DAYS: (gettext_lazy("Set the days"), "desk:class_edit", None),
    NextStep.MAKE_PROGRAMME: (gettext_lazy("Make the programme"), "desk:class_programme", None),
    NextStep.OPEN_GATHERING: (gettext_lazy("Start gathering the list"), "desk:class_move", ClassState.GATHERING),
    NextStep.ADD_PARTICIPANTS: (gettext_lazy("Add the participants"), "desk:class_participants", None),
    NextStep.SETTLE_LIST: (gettext_lazy("Settle the list"), "desk:class_move", ClassState.HELD),
    NextStep.PRINT_SHEETS: (gettext_lazy("Print the sign-in sheet"), "desk:class_papers", None),
    NextStep.MARK_ATTENDANCE: (gettext_lazy("Mark attendance"), "desk:class_attendance", None),
    NextStep.CLOSE: (gettext_lazy("Close the class"), "desk:class_results", None),
    NextStep.WRITE_REPORT: (gettext_lazy("Make the report"), "desk:class_papers", None),
    NextStep.WRITE_ARTICLE: (gettext_lazy("Write the article"), "desk:class_articles", None),
}

TONES: dict[ClassState, str] = {
    ClassState.PREPARING: "plain",
    ClassState.GATHERING: "info",
    ClassState.HELD: "warn",
    ClassState.CLOSED: "good",
    ClassState.CANCELLED: "bad",
}

MOVES: dict[tuple[ClassState, ClassState], str | Promise] = {
    (ClassState.PREPARING, ClassState.GATHERING): gettext_lazy("Start gathering the list"),
    (ClassState.PREPARING, ClassState.HELD): gettext_lazy("Settle the list at once"),
    (ClassState.PREPARING, ClassState.CANCELLED): gettext_lazy("Cancel the class…"),
    (ClassState.GATHERING, ClassState.HELD): gettext_lazy("Settle the list"),
    (ClassState.GATHERING, ClassState.PREPARING): gettext_lazy("Back to preparing"),
    (ClassState.GATHERING, ClassState.CANCELLED): gettext_lazy("Cancel the class…"),
    (ClassState.HELD, ClassState.GATHERING): gettext_lazy("Gather the list again"),
    (ClassState.HELD, ClassState.CANCELLED): gettext_lazy("Cancel the class…"),
    (ClassState.CANCELLED, ClassState.PREPARING): gettext_lazy("Take the class up again"),
}


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One tab of a class; ``count`` None shows no number."""

    label: str | Promise
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Station:
    """One station of the line; ``state`` is done, current or todo."""

    label: str | Promise
    state: str
    hint: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Button:
    """A step that can be taken: a link, or with ``state`` a form that posts it."""

    label: str | Promise
    url: str
    state: str = ""


# Whose business a tab is; every other one is the organisers'.
_BUSINESS = {
    "quotas": leads_class,
    "participants": leads_class,
    "questions": leads_class,
    "quizzes": leads_class,
    "attendance": marks_class,
}


@dataclass(frozen=True, kw_only=True)
class ClassPage:
    """A class as one of its pages shows it; ``context`` feeds a template that extends ``desk/training/frame.html``.

    ``can_run`` says that the tab is the user's business, ``can_keep`` that the whole class is.
    """

    head: ClassHead
    tab: str
    can_run: bool
    can_keep: bool
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def training_class(self) -> TrainingClass:
        """The class."""
        return self.head.training_class

    @property
    def can_change(self) -> bool:
        """Whether the user may change it and its state lets him."""
        return self.can_run and self.training_class.is_open


def class_page(request: HttpRequest, code: str, tab: str) -> ClassPage:
    """Return the page's frame; raises Http404 for a class out of the user's scope."""
    try:
        head = class_head(request.user, code)
    except TrainingClass.DoesNotExist:
        raise Http404(_("There is no such class here.")) from None
    training_class = head.training_class
    organises = runs_class(request.user, training_class)
    can_run = organises or _BUSINESS.get(tab, runs_class)(request.user, training_class)
    can_keep = keeps_class(request.user, training_class)
    page = ClassPage(head=head, tab=tab, can_run=can_run, can_keep=can_keep)
    today = timezone.localdate()
    published = training_class.state == ClassState.CLOSED and (
        articles_of_class(request.user, training_class).filter(live=True).exists()
    )
    step = next_step(head, today=today, published=published) if organises else None
    page.context.update(
        training_class=training_class,
        class_head=head,
        tab=tab,
        state_tone=TONES[ClassState(training_class.state)],
        tabs=_tabs(head, tab, left_out=_left_out(request, training_class)),
        steps=_stations(stage_of(training_class, today=today, published=published), training_class),
        next_step=_button(step, training_class) if step else None,
        moves=_moves(training_class, can_keep=can_keep) if organises else [],
        can_run=can_run,
        can_keep=can_keep,
        can_change=page.can_change,
        can_duplicate=organises_somewhere(request.user),
    )
    return page


def _left_out(request: HttpRequest, training_class: TrainingClass) -> set[str]:
    """Return the tabs that are not the user's to see."""
    may = {"trail": reads_class_trail, "money": sees_money}
    return {name for name, allowed in may.items() if not allowed(request.user, training_class)}


def _tabs(head: ClassHead, tab: str, *, left_out: set[str]) -> list[Tab]:
    counts = {"participants": head.participants, "questions": head.questions}
    return [
        Tab(label=label, url=_url(name, head.training_class), current=name == tab, count=counts.get(name) or None)
        for name, label in TABS
        if name not in left_out
    ]


def _url(name: str, training_class: TrainingClass) -> str:
    return reverse("desk:class" if name == "overview" else f"desk:class_{name}", args=[training_class.code])


def _stations(now: Stage, training_class: TrainingClass) -> list[Station]:
    order = [stage for stage, _label in STAGES]
    here = order.index(now)
    cancelled = training_class.state == ClassState.CANCELLED
    return [
        Station(
            label=label,
            state="todo" if cancelled or place > here else "current" if place == here else "done",
        )
        for place, (_stage, label) in enumerate(STAGES)
    ]


def _button(step: NextStep, training_class: TrainingClass) -> Button:
    label, url_name, state = STEPS[step]
    return Button(label=label, url=_url(url_name.removeprefix("desk:class_"), training_class), state=str(state or ""))


def _moves(training_class: TrainingClass, *, can_keep: bool) -> list[Button]:
    before = ClassState(training_class.state)
    url = reverse("desk:class_move", args=[training_class.code])
    return [
        Button(label=MOVES[before, after], url=url, state=str(after))
        for after in TRANSITIONS[before]
        if can_keep or after != ClassState.CANCELLED
    ]
