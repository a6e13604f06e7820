"""Secret addresses under which a calendar program fetches classes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.models import Person, User
from caunoi.training.enums import FeedKind
from caunoi.training.models.room import Room


class CalendarFeed(models.Model):
    """An address of one user. It shows what the user sees at the time of asking; its token is kept as a hash only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_feeds")
    kind = models.CharField(_("shows"), max_length=10, choices=FeedKind)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_feeds")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    renewed_at = models.DateTimeField(_("renewed"), null=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True)
    last_used_on = models.DateField(_("last fetched"), null=True)
    # What was sent last, and since when it is like that: a calendar program asks for no more than the difference.
    digest = models.CharField(max_length=64, blank=True, editable=False, db_default="")
    changed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind="own", room__isnull=True, person__isnull=True)
                    | Q(kind="room", room__isnull=False, person__isnull=True)
                    | Q(kind="speaker", room__isnull=True, person__isnull=False)
                ),
                name="calendar_feed_has_its_object",
            ),
        ]
        indexes = [models.Index(fields=["user", "revoked_at"], name="calendar_feed_of_user")]

    def __str__(self) -> str:
        # No name of a person: the trail keeps this line.
        return str(self.room) if self.room else str(self.get_kind_display())
