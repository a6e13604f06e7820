"""Models of the directory."""

from caunoi.directory.models.directive import Directive
from caunoi.directory.models.organisation import Organisation, OrganisationSuccession
from caunoi.directory.models.page_link import PageLink
from caunoi.directory.models.person import ERASED, Person, PersonScope, Post
from caunoi.directory.models.register import Consent, MergedPerson, PersonDistinction
from caunoi.directory.models.signin import AccountPass, AccountSession
from caunoi.directory.models.unit import Succession, Unit
from caunoi.directory.models.user import Role, User, display_name

__all__ = [
    "ERASED",
    "AccountPass",
    "AccountSession",
    "Consent",
    "Directive",
    "MergedPerson",
    "Organisation",
    "OrganisationSuccession",
    "PageLink",
    "Person",
    "PersonDistinction",
    "PersonScope",
    "Post",
    "Role",
    "Succession",
    "Unit",
    "User",
    "display_name",
]
