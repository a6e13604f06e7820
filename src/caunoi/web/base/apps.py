"""Django's registration of this face."""

from django.apps import AppConfig


class WebBaseConfig(AppConfig):
    """Templates and static files of this face, and what the trail hears of allauth's pages."""

    name = "caunoi.web.base"
    label = "web_base"

    def ready(self) -> None:
        """Listen to ways to sign in that come and go: allauth's views know no services."""
        from allauth.mfa.models import Authenticator  # noqa: PLC0415 - models are ready only now
        from allauth.mfa.signals import authenticator_removed  # noqa: PLC0415 - models are ready only now
        from django.db.models.signals import post_save  # noqa: PLC0415 - models are ready only now

        from caunoi.web.base import methods  # noqa: PLC0415 - models are ready only now

        # Django's signal stands in the transaction of the change; allauth's own comes after the commit.
        post_save.connect(methods.on_saved, sender=Authenticator, dispatch_uid="trail_of_methods")
        authenticator_removed.connect(methods.on_removed, sender=Authenticator, dispatch_uid="trail_of_methods")
