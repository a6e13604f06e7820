"""Materials of a site's public library, and the versions of each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.core.models import StoredFile
from caunoi.directory.models import User
from caunoi.publishing.enums import Licence, MaterialFormat, MaterialLanguage, ShelfState
from caunoi.publishing.models.site import SitePage
from caunoi.training.models import TopicFile, TrainingClass


class Material(models.Model):
    """Something to read or to take along. Its number and its address stay through all versions.

    ``listed_on`` is the day from which everybody sees it; the participants of ``training_class`` do so from its
    publication on. What lists show of the newest version (format, size, number) is repeated here.
    """

    site = models.ForeignKey(SitePage, on_delete=models.PROTECT, related_name="materials", verbose_name=_("news site"))
    title = models.CharField(_("title"), max_length=250)
    slug = models.SlugField(max_length=100)
    about = models.TextField(_("what it is"), blank=True)
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    subject_slug = models.SlugField(max_length=120, blank=True, db_index=False)
    folded_text = models.TextField(editable=False, blank=True)
    licence = models.CharField(_("licence"), max_length=10, choices=Licence, default=Licence.AGREED)
    holder = models.CharField(_("holder of the rights"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=6, choices=MaterialLanguage, default=MaterialLanguage.VIETNAMESE
    )
    topic_file = models.ForeignKey(
        TopicFile,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("from the catalogue of topics"),
    )
    training_class = models.ForeignKey(
        TrainingClass,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="early_materials",
        verbose_name=_("earlier for the participants of"),
    )
    listed_on = models.DateField(_("public from"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ShelfState, default=ShelfState.DRAFT)
    note = models.TextField(_("why it was taken back"), blank=True)
    format = models.CharField(_("format"), max_length=8, choices=MaterialFormat)
    size = models.PositiveBigIntegerField(_("size"))
    number_of_versions = models.PositiveSmallIntegerField(default=1)
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    changed_at = models.DateTimeField(_("last change"), default=timezone.now, editable=False)
    published_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ShelfState.DRAFT) | Q(published_at__isnull=False, listed_on__isnull=False),
                name="material_public_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=ShelfState.WITHDRAWN) | ~Q(note=""), name="material_taken_back_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["site", "state", "-listed_on", "-id"], name="material_by_site"),
            models.Index(fields=["site", "state", "subject_slug", "-listed_on", "-id"], name="material_by_subject"),
            models.Index(fields=["state", "-listed_on", "-id"], name="material_by_day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """The permanent address of its page."""
        return f"/{self.site.slug}/tai-lieu/{self.slug}-{self.pk}"

    @property
    def is_public(self) -> bool:
        """Whether everybody may have it today."""
        return self.state == ShelfState.PUBLIC and self.listed_on is not None and self.listed_on <= timezone.localdate()


class MaterialVersion(models.Model):
    """One version of a material: its file, and what can be seen of it without opening it."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(_("what is new"), max_length=300, blank=True)
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    # A picture of its beginning, or its first words; both empty where nothing could be drawn or read.
    picture = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    excerpt = models.TextField(_("its first words"), blank=True)
    previewed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("version of a material")
        verbose_name_plural = _("versions of a material")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["material", "number"], name="material_version_once")]

    def __str__(self) -> str:
        return f"{self.material_id}.{self.number}"
