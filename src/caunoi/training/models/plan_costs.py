"""What an item of a plan is estimated to cost, by the norms of the office."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.models import Organisation
from caunoi.training.enums import NormBasis, NormKind
from caunoi.training.models.plan import PlanItem


class PlanNorm(models.Model):
    """What an office reckons with, in đồng, from a day to a day; serves the office and those below it.

    The citation names the paper that sets it; ``confirmed`` says that somebody compared it with that paper.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="plan_norms", verbose_name=_("kept by")
    )
    kind = models.CharField(_("pays for"), max_length=10, choices=NormKind)
    title = models.CharField(_("title"), max_length=200)
    basis = models.CharField(_("reckoned"), max_length=10, choices=NormBasis)
    amount = models.PositiveBigIntegerField(_("amount (đồng)"))
    valid_from = models.DateField(_("holds from"), null=True, blank=True)
    valid_to = models.DateField(_("holds until"), null=True, blank=True)
    citation = models.CharField(_("set by"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("compared with the paper"), default=False)
    # Put to every new item of a plan.
    by_default = models.BooleanField(_("for every new item"), default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("norm of a plan")
        verbose_name_plural = _("norms of plans")
        ordering = ["kind", "title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="plan_norm_days_in_order",
            ),
            models.CheckConstraint(condition=Q(confirmed=False) | ~Q(citation=""), name="plan_norm_confirmed_is_cited"),
        ]

    def __str__(self) -> str:
        return self.title


class PlanCost(models.Model):
    """One line of the estimate of an item.

    ``rate`` is what the norm said when the line was written: a norm that changes changes no plan by itself.
    ``quantity`` is how many of its basis one class needs; None is worked out from seats and sittings. ``fixed`` is an
    amount set by hand for all classes together, with the reason.
    """

    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="costs")
    position = models.PositiveSmallIntegerField(default=0)
    norm = models.ForeignKey(
        PlanNorm, on_delete=models.PROTECT, null=True, blank=True, related_name="costs", verbose_name=_("norm")
    )
    kind = models.CharField(_("pays for"), max_length=10, choices=NormKind)
    title = models.CharField(_("title"), max_length=200)
    basis = models.CharField(_("reckoned"), max_length=10, choices=NormBasis)
    rate = models.PositiveBigIntegerField(_("amount (đồng)"))
    quantity = models.PositiveIntegerField(
        _("how many a class"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    fixed = models.PositiveBigIntegerField(_("amount set by hand (đồng)"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("cost of an item of a plan")
        verbose_name_plural = _("costs of items of plans")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(fixed__isnull=True) | ~Q(reason=""), name="plan_cost_fixed_has_reason"),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gte=1), name="plan_cost_quantity_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.title
