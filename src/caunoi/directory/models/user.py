"""Accounts and the roles they hold in organisations."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.enums import RoleKind
from caunoi.directory.models.organisation import Organisation
from caunoi.directory.models.person import Person


class UserManager(BaseUserManager["User"]):
    """Makes accounts; what they may do comes from roles."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Make an account with a usable password, or without one when ``password`` is None."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Make an account that passes every check of Django's own admin machinery."""
        return self.create_user(username, password, is_superuser=True, is_staff=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account at the desk. Participants and residents need none."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This user name is taken.")},
    )
    name = models.CharField(_("full name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="users")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(_("opened"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="user_email_once"),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """Return the name, or the user name where none was given."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """Return the given name, which comes last in Vietnamese."""
        return self.get_full_name().split()[-1]


class Role(models.Model):
    """What a user may do in an organisation and below it, in the period [valid_from, valid_to)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(_("role"), max_length=15, choices=RoleKind)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    source = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="delegated",
        verbose_name=_("delegated from"),
    )

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["id"]
        constraints = [
            # Two, because SQLite takes one unknown beginning for different from another.
            models.UniqueConstraint(fields=["user", "organisation", "kind", "valid_from"], name="role_once"),
            models.UniqueConstraint(
                fields=["user", "organisation", "kind"],
                condition=Q(valid_from__isnull=True),
                name="role_once_from_ever",
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=True) | Q(valid_to__isnull=False), name="delegation_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.organisation}"


def display_name(user: User) -> str:
    """Return how allauth names an account on its pages."""
    return user.get_full_name()
