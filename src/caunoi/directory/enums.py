"""The closed lists of the directory."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnitLevel(models.TextChoices):
    """Tiers of administrative units; the district ended on 1 July 2025."""

    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district (former)")
    COMMUNE = "commune", _("commune")


class SuccessionKind(models.TextChoices):
    """How one unit or organisation became another."""

    CONTINUED = "continued", _("went on as")
    MERGED = "merged", _("merged into")
    SPLIT = "split", _("divided, a part went to")
    RENAMED = "renamed", _("renamed")


class System(models.TextChoices):
    """The tree an organisation belongs to; decides the default layout of its papers."""

    STATE = "state", pgettext_lazy("system of organisations", "State")
    PARTY = "party", pgettext_lazy("system of organisations", "Party")
    FRONT = "front", pgettext_lazy("system of organisations", "Front")


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    PEOPLES_COMMITTEE = "peoples_committee", _("people's committee")
    STATE_OFFICE = "state_office", _("State office")
    PARTY_COMMITTEE = "party_committee", _("Party committee")
    PARTY_BOARD = "party_board", _("Party board")
    FRONT_COMMITTEE = "front_committee", _("Front committee")
    UNION = "union", _("union or association")
    POLITICAL_CENTRE = "political_centre", _("political centre or school")
    SCHOOL = "school", _("school")
    RESIDENTIAL = "residential", _("village or residential group")
    OTHER = "other", _("other")


class RoleKind(models.TextChoices):
    """What a user may do in an organisation and below it.

    The class leader looks after the people of a class: list, attendance, questions. Door staff marks attendance and
    sees no register. The accountant writes the money of classes and nothing else; the auditor changes nothing and
    reads the trail.
    """

    ADMINISTRATOR = "administrator", pgettext_lazy("role", "administrator")
    ORGANISER = "organiser", pgettext_lazy("role", "organiser")
    EDITOR = "editor", pgettext_lazy("role", "editor")
    ACCOUNTANT = "accountant", pgettext_lazy("role", "accountant")
    LEADER = "leader", pgettext_lazy("role", "class leader")
    DOOR = "door", pgettext_lazy("role", "door staff")
    AUDITOR = "auditor", pgettext_lazy("role", "auditor")


class Provenance(models.TextChoices):
    """Where a fact comes from."""

    TYPED = "typed", _("typed in")
    ROSTER = "roster", _("from a list")
    REPORT = "report", _("read from a report")


class Action(models.TextChoices):
    """What the trail says of the directory."""

    ORGANISATION_ADDED = "directory.organisation_added", _("added the organisation")
    ORGANISATION_CHANGED = "directory.organisation_changed", _("changed the organisation")
    ORGANISATION_SUCCEEDED = "directory.organisation_succeeded", _("recorded the succession")
    PERSON_ADDED = "directory.person_added", _("added the person")
    PERSON_CHANGED = "directory.person_changed", _("changed the person")
    PERSONS_MERGED = "directory.persons_merged", _("merged the entry of the person into another")
    MERGE_UNDONE = "directory.merge_undone", _("undid the merging of the person's entry")
    PERSONS_DISTINCT = "directory.persons_distinct", _("said that two entries are two people")
    PERSON_EXPORTED = "directory.person_exported", _("exported all that is held about the person")
    PERSON_ERASED = "directory.person_erased", _("erased the person")
    CONSENT_GIVEN = "directory.consent_given", _("recorded the consent of the person")
    CONSENT_WITHDRAWN = "directory.consent_withdrawn", _("recorded that the consent was withdrawn")
    RETENTION_SET = "directory.retention_set", _("set how long something is kept")
    PERSON_LINKED = "directory.person_linked", _("linked the person to the organisation")
    POST_ADDED = "directory.post_added", _("recorded the post")
    POST_ENDED = "directory.post_ended", _("ended the post")
    DIRECTIVE_ADDED = "directory.directive_added", _("added the directive")
    DIRECTIVE_CHANGED = "directory.directive_changed", _("changed the directive")
    USER_ADDED = "directory.user_added", _("opened the account")
    PASSWORD_RESET = "directory.password_reset", _("made a new password")
    ROLE_GRANTED = "directory.role_granted", _("gave the role")
    ROLE_ENDED = "directory.role_ended", _("ended the role")
    ROLE_DELEGATED = "directory.role_delegated", _("delegated the role")
    MAIL_TRIED_AGAIN = "directory.mail_tried_again", _("had the mail sent again")
    MAIL_GIVEN_UP = "directory.mail_given_up", _("gave up sending the mail")
    JOB_TRIED_AGAIN = "directory.job_tried_again", _("had the job done again")
    JOB_GIVEN_UP = "directory.job_given_up", _("gave up the job")
    SENDING_HOURS_SET = "directory.sending_hours_set", _("set the hours in which mails go out")
    WORKING_HOURS_SET = "directory.working_hours_set", _("set the working hours")
    MAIL_SERVER_SET = "directory.mail_server_set", _("set the mail server")
    MAIL_SERVER_FORGOTTEN = "directory.mail_server_forgotten", _("took the mail server away")
    HOLIDAY_ADDED = "directory.holiday_added", _("made the day a day off")
    HOLIDAY_STRUCK = "directory.holiday_struck", _("made the day a working day")
    HOLIDAY_TAKEN_BACK = "directory.holiday_taken_back", _("left the day to the calendar again")


class PassKind(models.TextChoices):
    """What lets somebody choose the password of an account without knowing the old one."""

    INVITATION = "invitation", _("invitation")
    CODE = "code", _("code")


class AccountAction(models.TextChoices):
    """What the trail says of ways to sign in; no secret, no address of a computer stands there."""

    PASSWORD_CHOSEN = "account.password_chosen", _("chose a new password")
    METHOD_ADDED = "account.method_added", _("added a way to sign in")
    METHOD_RENAMED = "account.method_renamed", _("renamed a way to sign in")
    METHOD_REMOVED = "account.method_removed", _("removed a way to sign in")
    EMAIL_CHANGED = "account.email_changed", _("changed the e-mail of the account")
    SPARE_CODES_MADE = "account.spare_codes_made", _("made spare codes")
    SESSIONS_ENDED = "account.sessions_ended", _("ended the sessions")
    INVITED = "account.invited", _("made an invitation")
    INVITATION_USED = "account.invitation_used", _("used the invitation")
    CODE_HANDED_OVER = "account.code_handed_over", _("made a code to hand over")
    CODE_USED = "account.code_used", _("used the code handed over")
    PASS_REVOKED = "account.pass_revoked", _("took back the invitation or code")
    CLOSED = "account.closed", _("closed the account")
    OPENED_AGAIN = "account.opened_again", _("opened the account again")
    LOCK_LIFTED = "account.lock_lifted", _("lifted the lock-out")
    PAGE_LINKED = "account.page_linked", _("linked the account with the own classes")
    PAGE_PARTED = "account.page_parted", _("took the link with the own classes away")


class ConsentPurpose(models.TextChoices):
    """What goes beyond the public task, so that a person is asked."""

    NAMED_PHOTO = "named_photo", _("a photo that is published with the name")
    OTHER_CONTACT = "other_contact", _("being contacted for something else than the class")


class ConsentForm(models.TextChoices):
    """How a person agreed."""

    PAPER = "paper", pgettext_lazy("form of a consent", "on paper")
    SPOKEN = "spoken", pgettext_lazy("form of a consent", "spoken")
