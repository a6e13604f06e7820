"""The way to one's own page without a ticket and without an account."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.directory.models.person import Person


class PageLink(models.Model):
    """A link that was mailed to a person; it opens the person's own page once, and the page stays open for a while.

    The secret in the link is kept nowhere, only its hash. ``person`` is the entry whose address it went to: the page
    shows whoever stands for that entry when it is opened.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(null=True)
    # Until then the browser that used the link shows the page; before ``used_at`` is set it says nothing.
    open_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("link to one’s own page")
        verbose_name_plural = _("links to one’s own page")
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["expires_at"], name="page_link_by_end")]

    def __str__(self) -> str:
        return str(self.pk)
