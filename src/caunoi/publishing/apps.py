"""Django's registration of this domain."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """Articles from frozen facts: approval, correction, portal sites."""

    name = "caunoi.publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        """Teach the trail the words of this domain, search how to write its documents anew, and what is checked."""
        from caunoi.core import search  # noqa: PLC0415 - models are ready only now
        from caunoi.core.audit import register_actions, register_places  # noqa: PLC0415 - models are ready only now
        from caunoi.core.jobs import Daily, Every, schedule  # noqa: PLC0415 - models are ready only now
        from caunoi.publishing import checks, tasks  # noqa: PLC0415 - models are ready only now
        from caunoi.publishing.enums import Action, ShelfAction  # noqa: PLC0415 - models are ready only now
        from caunoi.publishing.services import (  # noqa: PLC0415 - as above
            class_events,
            comment_mail,
            events,
            findable,
            finding,
            holdings,
            materials,
            periods,
            previews,
            scheduling,
            shelf_holdings,
        )
        from caunoi.publishing.services.editing import KIND, index_all  # noqa: PLC0415 - models are ready only now
        from caunoi.training.services import guard  # noqa: PLC0415 - models are ready only now

        register_actions(Action, ShelfAction)
        register_places(holdings.places_of_person)
        search.register(KIND, index_all)
        search.register(materials.KIND, materials.index_all)
        search.register(events.KIND, events.index_all)
        guard.follow(class_events.follow_class)
        finding.register(finding.ARTICLE, finding.articles)
        finding.register(findable.MATERIAL, findable.materials)
        finding.register(findable.EVENT, findable.events)
        finding.register(findable.PAGE, findable.pages)
        finding.register(findable.FAQ, findable.answers)
        checks.register()
        holdings.register()
        schedule(tasks.publish_articles, Every(minutes=1), only_if=scheduling.anything_due)
        periods.register()
        schedule(tasks.forget_visitors_of_yesterday, Daily(at=time(0, 5)))
        shelf_holdings.register()
        schedule(tasks.list_materials, Daily(at=time(0, 1)))
        schedule(tasks.preview_materials, Every(minutes=5), only_if=previews.anything_missing)
        schedule(tasks.tell_editors_of_comments, Every(minutes=15, by_day=True), only_if=comment_mail.anything_to_tell)
        schedule(tasks.make_photos_lighter, Every(minutes=1))
        schedule(tasks.make_old_photos_lighter, Daily(at=time(1, 20)))
