"""Who may write, approve and see what is published."""

from __future__ import annotations

import rules

from caunoi.directory.models import Organisation
from caunoi.directory.policies import EDITORS, administers, edits_in, holds_role, organises_in
from caunoi.directory.queries.scope import AnyUser, scope_of
from caunoi.publishing.models import ArticlePage, SitePage
from caunoi.training.enums import HostRole
from caunoi.training.models import ClassReport

# Offices that may write about a class: its own people, not those who only sent participants.
_TELLERS = (HostRole.KEEPER, HostRole.HOST, HostRole.CO_ORGANISER)

writes_for = organises_in | edits_in
opens_site = administers
# What stands on a site beside news: its editors and administrators. Its name, sections and hosts: administrators.
edits_site = edits_in


@rules.predicate
def may_write(user: AnyUser, article: ArticlePage) -> bool:
    """An organiser or editor of the office that writes, or an editor of the site."""
    return bool(writes_for(user, article.organisation) or may_approve(user, article))


@rules.predicate
def may_approve(user: AnyUser, article: ArticlePage) -> bool:
    """An editor or administrator of the office whose site it is. Approving an own text is the office's choice."""
    return holds_role(user, article.site.organisation.path, *EDITORS)


@rules.predicate
def may_edit_site(user: AnyUser, site: SitePage) -> bool:
    """An editor or administrator of the office whose site it is."""
    return holds_role(user, site.organisation.path, *EDITORS)


def is_author(user: AnyUser, article: ArticlePage) -> bool:
    """Whoever wrote the article first, or sent it on last."""
    return user.pk is not None and user.pk in {article.owner_id, article.submitted_by_id}


@rules.predicate
def may_check(user: AnyUser, article: ArticlePage) -> bool:
    """Whoever may write there, but not the author."""
    return bool(may_write(user, article)) and not is_author(user, article)


@rules.predicate
def moderates(user: AnyUser, site: SitePage) -> bool:
    """Whoever may approve articles of a site also looks at what its readers send."""
    return holds_role(user, site.organisation.path, *EDITORS)


@rules.predicate
def edits_somewhere(user: AnyUser) -> bool:
    """Somebody who edits or administers in any organisation."""
    scope = scope_of(user)
    return any(scope.by_kind.get(kind) for kind in EDITORS)


def offices_to_write_for(user: AnyUser, report: ClassReport) -> list[Organisation]:
    """Return the organisers of the class for which ``user`` may write about it, the keeper first."""
    links = report.training_class.organisations.filter(role__in=_TELLERS, organisation__isnull=False).select_related(
        "organisation"
    )
    found = [report.training_class.keeper, *(link.organisation for link in links if link.organisation)]
    return [office for office in dict.fromkeys(found) if writes_for(user, office)]
