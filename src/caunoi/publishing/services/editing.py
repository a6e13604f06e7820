"""What every change of an article shares: the lock, the words, the kept revision and the search document."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.core import audit, search
from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.text import clean, clean_lines, fold
from caunoi.directory.models import User
from caunoi.publishing import richtext
from caunoi.publishing.addresses import slugify
from caunoi.publishing.enums import ArticleKind, ArticleState, MediaKind
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.queries.consents import named_against_their_will
from caunoi.publishing.services import finding

KIND = "article"
MOST_BODY = 200_000
# What says that an article was checked.
CHECK = ["state", "checked_at", "checked_by", "check_note"]
_LEAST_OF_A_STORY = 2


def lock(article: ArticlePage, edition: int | None) -> ArticlePage:
    """Return the article as it stands now, locked until the transaction ends.

    Raises StaleChange when ``edition`` is given and somebody saved since.
    """
    fresh = (
        ArticlePage.objects.select_for_update(of=("self",))
        .select_related("site__organisation", "section", "organisation", "class_report__training_class")
        .get(pk=article.pk)
    )
    if edition is not None and fresh.edition != edition:
        raise StaleChange(_("Somebody else changed the article meanwhile."))
    return fresh


def put_words(
    article: ArticlePage, *, title: str, lead: str, body: str, byline: str, source: str
) -> dict[str, list[Any]]:
    """Set the words of an article, cleaned; returns what differs, for the trail.

    Raises ValidationError for a missing or too long title, or a text beyond all measure.
    """
    faults: dict[str, str] = {}
    after = {
        "title": clean(title),
        "lead": clean_lines(lead),
        "body": "" if len(body) > MOST_BODY else richtext.sanitise(body),
        "byline": clean(byline),
        "source": clean(source),
    }
    if not after["title"]:
        faults["title"] = _("Type the title.")
    for name, most in (("title", 250), ("lead", 2_000), ("byline", 200), ("source", 300)):
        if len(after[name]) > most:
            faults[name] = _("This is too long: %(length)s letters, at most %(most)s fit. Shorten it.") % {
                "length": len(after[name]),
                "most": most,
            }
    if len(body) > MOST_BODY:
        faults["body"] = _("The text is too long: at most %(most)s letters fit. Divide it into several articles.") % {
            "most": MOST_BODY
        }
    if faults:
        raise ValidationError(faults)
    before = {name: getattr(article, name) or "" for name in after}
    for name, value in after.items():
        setattr(article, name, value)
    return dict(audit.changes(before, after))


def set_slug(article: ArticlePage) -> None:
    """Make the slug follow the title; after publication nobody calls this, so that the address stays."""
    article.slug = f"{slugify(article.title) or 'tin'}-{article.pk}"


def uncheck(*, actor: User, article: ArticlePage) -> bool:
    """Let a check count no longer, since what was checked has changed; says whether there was one.

    What the checker changes himself stays checked. Nothing is saved here.
    """
    if article.state != ArticleState.CHECKED or actor.pk == article.checked_by_id:
        return False
    article.state = ArticleState.SUBMITTED if article.submitted_at else ArticleState.DRAFT
    article.checked_at, article.checked_by, article.check_note = None, None, ""
    return True


def refuse_scheduled(article: ArticlePage) -> None:
    """Raise NotNow where the article waits for its time: what was approved is what will be published."""
    if article.state == ArticleState.SCHEDULED:
        raise NotNow(_("The article waits for its time. Take the planned publication back first, then change it."))


def check_complete(article: ArticlePage) -> None:
    """Raise ValidationError when something that readers need is missing, or consent for a picture is."""
    faults: dict[str, str] = {}
    if not article.lead:
        faults["lead"] = _("Write a lead: one or two sentences that say who did what, when and where.")
    if article.kind == ArticleKind.TEXT and not richtext.plain(article.body):
        faults["body"] = _("Write the text of the article.")
    faults |= _missing_of_kind(article)
    if article.photos.filter(names_people=True, consent=False).exists():
        faults["photos"] = _(
            "A caption names people, and their consent is not confirmed. Confirm it, or take the names out."
        )
    named = named_against_their_will(article)
    if named:
        faults["photos"] = _(
            "A caption names %(names)s, who withdrew the consent. Take the name out, or take another picture."
        ) % {"names": ", ".join(named)}
    if faults:
        raise ValidationError(faults)


def _missing_of_kind(article: ArticlePage) -> dict[str, str]:
    faults: dict[str, str] = {}
    recordings = list(article.media.all())
    kinds = {each.kind for each in recordings}
    if article.kind == ArticleKind.PHOTOS and article.photos.count() < _LEAST_OF_A_STORY:
        faults["photos"] = _("A photo story has at least two photos.")
    if article.kind == ArticleKind.AUDIO and MediaKind.AUDIO not in kinds:
        faults["media"] = _("The recording is missing. Add the audio file.")
    if article.kind == ArticleKind.VIDEO and MediaKind.VIDEO not in kinds:
        faults["media"] = _("The recording is missing. Add the video file.")
    elif article.kind == ArticleKind.VIDEO and not article.photos.exists():
        faults["photos"] = _("Add a photo: it stands in the place of the video until somebody plays it.")
    mute = [each.title for each in recordings if not each.transcript]
    if mute:
        faults["media"] = _("Write down what is said in “%(title)s”, for readers who can't hear it.") % {
            "title": mute[0]
        }
    if any(each.names_people and not each.consent for each in recordings):
        faults["media"] = _(
            "A recording names people, and their consent is not confirmed. Confirm it, or take the names out."
        )
    return faults


def keep(*, actor: User | None, article: ArticlePage) -> Any:
    """Save the article as its next edition, keep the revision, let both searches know; returns Wagtail's revision."""
    article.edition += 1
    article.draft_title = article.title
    article.folded_text = fold(f"{article.title} {article.lead} {richtext.plain(article.body)} {article.byline}")
    article.save(clean=False)
    revision = article.save_revision(user=actor, clean=False)
    search.index_many([search_document(article)])
    if article.published_at:
        finding.refresh(finding.ARTICLE, [article.pk])
    return revision


def publish(*, actor: User | None, article: ArticlePage) -> None:
    """Keep the article as it stands and let Wagtail publish that revision, with its log and signals."""
    revision = keep(actor=actor, article=article)
    revision.publish(user=actor, skip_permission_checks=True)
    article.refresh_from_db()


def search_document(article: ArticlePage) -> search.Document:
    """Return what the desk's search knows of an article: its words, in the scope of its office and of its site."""
    return search.Document(
        kind=KIND,
        object_id=str(article.pk),
        title=article.title,
        summary=article.lead,
        text=richtext.plain(article.body),
        date=timezone.localdate(article.published_at or article.created_at),
        paths=frozenset({article.organisation.path, article.site.organisation.path}),
    )


def index_all() -> int:
    """Write the search documents of all articles; returns how many."""
    articles = ArticlePage.objects.select_related("organisation", "site__organisation").order_by("pk")
    return search.index_many(search_document(article) for article in articles.iterator(chunk_size=500))
