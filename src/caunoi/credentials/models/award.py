"""Series, issues and awards: the ledger."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_code, new_id
from caunoi.credentials.enums import AwardState, Standing
from caunoi.directory.models import Organisation, Person, User

# 24 letters to the power of 16: about 73 bits, which nobody finds by trying.
CODE_LENGTH = 16


def new_award_code() -> str:
    """Return the code that stands in the QR picture and opens the page of verification."""
    return new_code(CODE_LENGTH)


class Series(models.Model):
    """The numbers of one office and year. Whoever issues locks this row: no number is left out, none given twice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="award_series", verbose_name=_("issued by")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("series of certificates")
        verbose_name_plural = _("series of certificates")
        ordering = ["-year", "owner"]
        constraints = [models.UniqueConstraint(fields=["owner", "year"], name="series_once_a_year")]

    def __str__(self) -> str:
        return f"{self.owner} {self.year}"


class Issue(models.Model):
    """One act of issuing: what for (``source``, a key that the one who issues knows), and the design frozen with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="award_issues")
    source = models.CharField(max_length=60, db_index=True)
    design = models.JSONField()
    # The address of the office's portal when it was signed: it stands in each QR picture and credential.
    base_url = models.CharField(max_length=200)
    made_at = models.DateTimeField(_("issued at"), auto_now_add=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("issue of certificates")
        verbose_name_plural = _("issues of certificates")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.source} {self.made_at:%Y-%m-%d}"


class Award(models.Model):
    """One certificate: number, holder's key, frozen facts, and what became of it.

    ``facts`` (:class:`caunoi.credentials.facts.AwardFacts`) and the number never change. Name and credential lie in
    :class:`AwardHolder` and can be wiped: the row and with it every count stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="awards")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="awards")
    number = models.PositiveIntegerField(_("number"))
    # As it stands on the paper: "0012/2026/GCN-TTCT".
    number_text = models.CharField(_("number"), max_length=60)
    code = models.CharField(_("code of verification"), max_length=CODE_LENGTH, unique=True, default=new_award_code)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="awards", verbose_name=_("holder"))
    source = models.CharField(max_length=60)
    facts = models.JSONField()
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("holds until"), null=True)
    # Of the key that signed the credential, 8 hexadecimal digits: it stays in the ring while the award stands.
    key_id = models.CharField(max_length=8)
    state = models.CharField(_("state"), max_length=10, choices=AwardState, default=AwardState.ISSUED)
    ended_on = models.DateField(_("ended on"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    # Number of the printed blank, where the office has such.
    blank = models.CharField(_("number of the blank"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-series__year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="award_number_once"),
            models.UniqueConstraint(
                fields=["source", "person"], condition=Q(state="issued"), name="award_one_live_a_source"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="award_number_from_one"),
            models.CheckConstraint(
                condition=Q(state="issued", ended_on__isnull=True, reason="")
                | (~Q(state="issued") & Q(ended_on__isnull=False) & ~Q(reason="")),
                name="award_ended_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("issued_on")), name="award_holds_a_while"
            ),
        ]
        indexes = [models.Index(fields=["key_id", "state"], name="award_by_key")]

    def __str__(self) -> str:
        # No name of a person: the trail keeps this line.
        return self.number_text

    def standing(self, today: date) -> Standing:
        """What it is worth on this day."""
        if self.state == AwardState.REVOKED:
            return Standing.REVOKED
        if self.state == AwardState.REPLACED:
            return Standing.REPLACED
        return Standing.EXPIRED if self.expires_on and today > self.expires_on else Standing.VALID


class AwardHolder(models.Model):
    """The name as it stands on the paper, and the signed credential that holds it: erased by removing the row."""

    award = models.OneToOneField(Award, on_delete=models.CASCADE, primary_key=True, related_name="holder")
    name = models.CharField(_("name"), max_length=120)
    folded_name = models.CharField(max_length=120)
    unit = models.CharField(_("unit"), max_length=200, blank=True)
    credential = models.TextField()

    class Meta:
        verbose_name = _("holder of a certificate")
        verbose_name_plural = _("holders of certificates")

    def __str__(self) -> str:
        return self.name


class AwardPrint(models.Model):
    """The digest of a file that was made of an award: any other file is not as it was issued.

    One an award, unless a later version of the typesetting sets the same page in other octets.
    """

    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="prints")
    sha256 = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file of a certificate")
        verbose_name_plural = _("files of certificates")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["award", "sha256"], name="award_print_once")]

    def __str__(self) -> str:
        return self.sha256
