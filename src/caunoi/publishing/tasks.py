"""Jobs of publishing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.core.jobs import job
from caunoi.directory.models import Organisation, User
from caunoi.publishing.services.comment_mail import tell_of_comments
from caunoi.publishing.services.counts import forget_visitors
from caunoi.publishing.services.findable import find_from_today
from caunoi.publishing.services.lighter import make_lighter
from caunoi.publishing.services.opening import open_sites
from caunoi.publishing.services.previews import make_missing
from caunoi.publishing.services.scheduling import publish_due


@job(label=_("Publish articles whose time has come"))
def publish_articles() -> int:
    """Publish what is due; idempotent, returns how many."""
    return publish_due()


@job(label=_("Let readers find materials whose day has come"))
def list_materials() -> int:
    """Let readers find what is public from today on; idempotent, returns how many."""
    return find_from_today()


@job(label=_("Tell editors that comments wait"))
def tell_editors_of_comments() -> int:
    """Write to the editors of sites on which comments wait, once a day; idempotent. Returns how many mails."""
    return tell_of_comments()


@job(label=_("Make photos lighter"))
def make_photos_lighter() -> int:
    """Make the lighter forms of the newest photos that have none yet; idempotent. Returns how many were made."""
    return make_lighter()


@job(label=_("Make photos of before lighter"))
def make_old_photos_lighter() -> int:
    """Make the lighter forms of any photos that have none yet; idempotent. Returns how many were made."""
    return make_lighter(everywhere=True, most=2000)


@job(label=_("Look into materials that have no preview yet"))
def preview_materials() -> int:
    """Look at the versions of materials that nothing looked at; idempotent. Returns how many were looked at."""
    return make_missing()


@job(label=_("Forget who read the pages of yesterday"))
def forget_visitors_of_yesterday() -> int:
    """Destroy what told visitors apart on the days before; idempotent. Returns how many marks went."""
    return forget_visitors()


@job(label=_("Open sites for all offices below"))
def open_sites_below(user: str, organisation: str, kind: str) -> int:
    """Open the sites that are missing; goes on where it stood when it is repeated. Returns how many were opened."""
    actor, top = User.objects.get(pk=user), Organisation.objects.get(pk=organisation)
    return open_sites(actor=actor, top=top, kind=kind).count
