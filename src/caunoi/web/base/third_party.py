"""Texts of libraries that ship no Vietnamese, or another wording than ours: named here so that the catalogue has them.

Django's weekdays ("Thứ 2") and faults of fields, allauth's fields, faults and notices, Wagtail's editor of articles
(whose scripts have their texts in ``djangojs.po``).
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from django.utils.translation import pgettext_lazy

TEXTS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
    pgettext_lazy("field label", "Login"),
    _("Username or email"),
    _("Username"),
    _("Password"),
    _("Remember Me"),
    _("Forgot your password?"),
    _("Email"),
    _("Email address"),
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("Password (again)"),
    _("Authenticator code"),
    _("Code"),
    _("Recovery codes"),
    _("Use your password"),
    _("Use authenticator app or code"),
    _("This account is currently inactive."),
    _("The username and/or password you specified are not correct."),
    _("The email address and/or password you specified are not correct."),
    _("Too many failed login attempts. Try again later."),
    _("Please type your current password."),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Invalid or expired key."),
    _("Invalid login."),
    _("Invalid token."),
    _("The password reset token was invalid."),
    _("The email address is not assigned to any user account."),
    _("The new value must be different from the current one."),
    _("Be patient, you are sending too many requests."),
    _("You must type the same password each time."),
    _("You have signed out."),
    _("Password successfully changed."),
    _("A new set of recovery codes has been generated."),
    _("Authenticator app activated."),
    _("Authenticator app deactivated."),
    _("Your account has no password set up."),
    _("Security key added."),
    _("Security key removed."),
    _("Use a security key"),
    _("This field is required."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Enter a valid email address."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("No file was submitted. Check the encoding type on the form."),
    _("The submitted file is empty."),
    _("No file was submitted."),
    _("Null characters are not allowed."),
    _("Bold"),
    _("Heading 2"),
    _("Bulleted list"),
    _("Blockquote"),
    _("Toggle section"),
    _("Insert a block"),
    _("Skip to main content"),
    _(
        "JavaScript is required to use Wagtail, but it is currently disabled.<br /> Here are the "
        '<a href="https://www.enable-javascript.com/" target="_blank" rel="noreferrer">instructions how to enable '
        "JavaScript in your web browser</a>."
    ),
)
