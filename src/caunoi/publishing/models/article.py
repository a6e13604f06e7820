"""Articles, and the notes that tell openly what was changed after publication."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.fields import RichTextField

from caunoi.directory.models import Organisation, Unit, User
from caunoi.publishing.addresses import article_address
from caunoi.publishing.enums import PUBLIC, READABLE, ArticleKind, ArticleState, NoteKind
from caunoi.publishing.models.site import PortalPage, SectionPage, SitePage
from caunoi.training.models import ClassReport

_READABLE = Q(state__in=[state.value for state in READABLE])


class ArticlePage(PortalPage):
    """One article. ``edition`` rises with every saved change: two clerks can't overwrite each other.

    ``site`` repeats what the tree says, so that a list of one site's news comes from one index.
    The number in the address is the page's own key: it survives a new title, another section and a withdrawal.
    """

    # What the plain text of the desk can say as well: an article goes from one editor to the other unchanged.
    FEATURES = ["h2", "bold", "ul", "blockquote"]

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="articles", verbose_name=_("written by the office")
    )
    site = models.ForeignKey(SitePage, on_delete=models.PROTECT, related_name="articles", verbose_name=_("news site"))
    section = models.ForeignKey(
        SectionPage, on_delete=models.PROTECT, related_name="articles", verbose_name=_("section")
    )
    class_report = models.ForeignKey(
        ClassReport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("report of the class"),
    )
    kind = models.CharField(
        _("kind"), max_length=6, choices=ArticleKind, default=ArticleKind.TEXT, db_default=ArticleKind.TEXT.value
    )
    place = models.ForeignKey(
        Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    taken_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="takers", editable=False
    )
    lead = models.TextField(_("lead"), blank=True)
    body = RichTextField(_("text"), features=FEATURES, blank=True)
    byline = models.CharField(_("written by"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ArticleState, default=ArticleState.DRAFT)
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("sent for approval"), null=True, editable=False)
    submitted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    checked_at = models.DateTimeField(_("checked"), null=True, editable=False)
    checked_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("checked by")
    )
    check_note = models.TextField(_("note of the check"), blank=True, db_default="", editable=False)
    scheduled_for = models.DateTimeField(_("to be published"), null=True, editable=False)
    sent_back_note = models.TextField(_("what to change before approval"), blank=True, editable=False)
    approved_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("approved by")
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    changed_at = models.DateTimeField(_("last change seen by readers"), null=True, editable=False)
    folded_text = models.TextField(editable=False, blank=True)
    # Whether it has a recording, so that a site's recordings are found by an index however many articles it has.
    has_media = models.BooleanField(default=False, db_default=False, editable=False)

    parent_page_types = ["publishing.SectionPage"]
    subpage_types: list[str] = []
    edit_handler = ObjectList(
        [
            FieldPanel("title", heading=_("Headline"), help_text=_("What happened, in one line.")),
            FieldPanel("lead", help_text=_("One or two sentences: who did what, when and where.")),
            FieldPanel("body"),
            FieldPanel("byline"),
            FieldPanel("source", help_text=_("Where the news was taken from; readers see it as “(after …)”.")),
        ]
    )

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[state.value for state in PUBLIC]) | Q(published_at__isnull=False),
                name="article_public_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(scheduled_for__isnull=False), name="article_scheduled_has_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["site", "state", "-published_at"], name="article_by_site"),
            models.Index(fields=["section", "state", "-published_at"], name="article_by_section"),
            models.Index(fields=["state", "-published_at"], name="article_by_day"),
            # Readers see two states mixed by day: an index that begins with the state would be sorted for each page.
            models.Index(fields=["site", "-published_at", "-page_ptr"], name="readable_by_site", condition=_READABLE),
            models.Index(
                fields=["section", "-published_at", "-page_ptr"], name="readable_by_section", condition=_READABLE
            ),
            models.Index(fields=["-published_at", "-page_ptr"], name="readable_by_day", condition=_READABLE),
            # Few articles tell of a class or have a recording: the last ones of a site would be looked for among all.
            models.Index(
                fields=["site", "-published_at", "-page_ptr"],
                name="told_of_classes",
                condition=_READABLE & Q(class_report__isnull=False),
            ),
            models.Index(
                fields=["site", "-published_at", "-page_ptr"],
                name="heard_and_seen",
                condition=_READABLE & Q(has_media=True),
            ),
            models.Index(fields=["organisation", "state"], name="article_by_office"),
            models.Index(fields=["site", "place", "-published_at"], name="article_by_place"),
            models.Index(fields=["scheduled_for"], name="article_due", condition=Q(state="scheduled")),
        ]

    @property
    def number(self) -> int:
        """The permanent number at the end of the address."""
        return int(self.pk)

    @property
    def year(self) -> int:
        """The year in the address: of publication, the one planned, or of writing while it is a draft; local time."""
        return timezone.localtime(self.published_at or self.scheduled_for or self.created_at).year

    @property
    def address(self) -> str:
        """The permanent address; nothing answers there before publication."""
        return article_address(
            commune=self.site.slug,
            section=self.section.slug,
            year=self.year,
            slug=self.slug.removesuffix(f"-{self.pk}"),
            number=self.number,
        )

    @property
    def is_readable(self) -> bool:
        """Whether everybody may read it in full."""
        return self.state in READABLE

    @property
    def is_public(self) -> bool:
        """Whether its address answers, if only with the note of its withdrawal."""
        return self.state in PUBLIC

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseRedirect:  # noqa: ARG002 - Wagtail's signature
        """Lead to the portal's own page; Wagtail serves nothing itself."""
        return HttpResponseRedirect(self.address)


class ArticleNote(models.Model):
    """What was corrected, or why the article was withdrawn, with its time; stands under the article for all to see."""

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(_("kind"), max_length=12, choices=NoteKind)
    text = models.TextField(_("note"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("note under an article")
        verbose_name_plural = _("notes under an article")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:80]
