"""Whom the pictures of an article name although the consent was withdrawn."""

from __future__ import annotations

from django.db.models import Q

from caunoi.core.naming import names_pattern
from caunoi.directory.enums import ConsentPurpose
from caunoi.directory.queries.consents import withdrew
from caunoi.publishing.models import ArticlePage


def named_against_their_will(article: ArticlePage) -> list[str]:
    """Return the names that captions tell of people who withdrew their consent to a photo with the name.

    Looked for among those known to the article's office or part of its class; a name of one word is not recognised.
    """
    told = " \n ".join(f"{photo.alternative} \n {photo.caption}" for photo in article.photos.order_by("position", "pk"))
    if not told.strip():
        return []
    took_part = Q()
    if article.class_report_id and article.class_report:
        held = article.class_report.training_class_id
        took_part = Q(enrolments__training_class=held) | Q(talks__training_class=held)
        took_part |= Q(guest_appearances__training_class=held)
    names = withdrew(ConsentPurpose.NAMED_PHOTO, article.organisation, took_part).values_list("full_name", flat=True)
    return [name for name in names if (pattern := names_pattern([name])) and pattern.search(told)]
