"""Sessions of those who are signed in, and what an administrator hands over to let somebody in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.enums import PassKind
from caunoi.directory.models.user import User

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase


class AccountSession(AbstractBaseSession):
    """A browser's session; whose it is stands beside it, so that its owner can see and end it. No address is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(_("device"), max_length=60, blank=True)
    started_at = models.DateTimeField(_("signed in"), null=True)
    seen_at = models.DateTimeField(_("last used"), null=True)

    class Meta(AbstractBaseSession.Meta):
        db_table = "directory_session"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """Return the store that reads and writes this table."""
        from caunoi.directory.sessions import SessionStore  # noqa: PLC0415 - the store needs this model

        return SessionStore


class AccountPass(models.Model):
    """Lets its bearer choose the password of one account, once; the secret itself is kept nowhere."""

    MOST_ATTEMPTS: ClassVar[int] = 5

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=PassKind)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passes")
    digest = models.CharField(max_length=150)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    by_mail = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("pass of an account")
        verbose_name_plural = _("passes of accounts")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                name="account_pass_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user}"
