"""Jobs of publishing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.core.jobs import job
from caunoi.publishing.services.counts import forget_visitors
from caunoi.publishing.services.findable import find_from_today
from caunoi.publishing.services.lighter import make_lighter
from caunoi.publishing.services.scheduling import anything_due, publish_due

__all__ = ["anything_due", "make_old_photos_lighter", "make_photos_lighter", "publish_articles"]


@job(label=_("Publish articles whose time has come"))
def publish_articles() -> int:
    """Publish what is due; idempotent, returns how many."""
    return publish_due()


@job(label=_("Let readers find materials whose day has come"))
def list_materials() -> int:
    """Let readers find what is public from today on; idempotent, returns how many."""
    return find_from_today()


@job(label=_("Make photos lighter"))
def make_photos_lighter() -> int:
    """Make the lighter forms of the newest photos that have none yet; idempotent. Returns how many were made."""
    return make_lighter()


@job(label=_("Make photos of before lighter"))
def make_old_photos_lighter() -> int:
    """Make the lighter forms of any photos that have none yet; idempotent. Returns how many were made."""
    return make_lighter(everywhere=True, most=2000)


@job(label=_("Forget who read the pages of yesterday"))
def forget_visitors_of_yesterday() -> int:
    """Destroy what told visitors apart on the days before; idempotent. Returns how many marks went."""
    return forget_visitors()
