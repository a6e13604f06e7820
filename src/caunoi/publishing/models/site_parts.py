"""What a site is made of beside its news: pictures, pages, menu, links, contacts, answers, host names."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.core.ids import new_id
from caunoi.core.models import StoredFile
from caunoi.publishing.enums import MenuKind, PageState, PictureKind
from caunoi.publishing.hostnames import shown_host
from caunoi.publishing.models.site import SectionPage, SitePage
from caunoi.training.models import Question


class SitePicture(models.Model):
    """The crest, photo or map of a site, re-encoded; what was sent itself is not kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(SitePage, on_delete=models.CASCADE, related_name="pictures")
    kind = models.CharField(_("kind"), max_length=8, choices=PictureKind)
    alternative = models.CharField(_("what the picture shows"), max_length=300)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("picture of a site")
        verbose_name_plural = _("pictures of a site")
        constraints = [
            models.UniqueConstraint(fields=["site", "kind"], name="site_picture_once"),
            models.CheckConstraint(condition=~Q(alternative=""), name="site_picture_has_an_alternative"),
        ]

    def __str__(self) -> str:
        return self.alternative

    @property
    def address(self) -> str:
        """Where everybody may fetch it; another picture has another address."""
        return f"/trang/{self.pk}"


class SitePart(models.Model):
    """What stands on a site in an order that its editors give. Steps of ``position`` are of no meaning."""

    site = models.ForeignKey(SitePage, on_delete=models.CASCADE, related_name="%(class)ss")
    position = models.PositiveIntegerField(default=0)
    # Rises with every saved change: two editors can't overwrite each other.
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class StaticPage(SitePart):
    """A page that is no news: about the office, its tasks, its procedures. The address never changes."""

    slug = models.CharField(max_length=80)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PageState, default=PageState.DRAFT)
    changed_at = models.DateTimeField(_("last changed"), default=timezone.now)
    folded_text = models.TextField(blank=True)

    class Meta(SitePart.Meta):
        verbose_name = _("page of a site")
        verbose_name_plural = _("pages of a site")
        constraints = [models.UniqueConstraint(fields=["site", "slug"], name="static_page_by_slug")]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """The permanent address; nothing answers there before publication."""
        return f"/{self.site.slug}/gioi-thieu/{self.slug}"


class SiteLink(SitePart):
    """A link to a site of others."""

    label = models.CharField(_("name"), max_length=120)
    url = models.CharField(_("address"), max_length=500)

    class Meta(SitePart.Meta):
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")

    def __str__(self) -> str:
        return self.label

    @property
    def shown(self) -> str:
        """The host to which it leads, as people read it."""
        return shown_host(urlsplit(self.url).hostname or "")


class SiteContact(SitePart):
    """Whom to reach for what. The name is what the office wants to show, and refers to nobody in the register."""

    post = models.CharField(_("post or matter"), max_length=160)
    name = models.CharField(_("name as the office shows it"), max_length=120, blank=True)
    agreed = models.BooleanField(_("the person named agreed to be shown"), default=False)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(_("when to be reached"), max_length=160, blank=True)

    class Meta(SitePart.Meta):
        verbose_name = _("contact of a site")
        verbose_name_plural = _("contacts of a site")
        constraints = [
            models.CheckConstraint(condition=Q(name="") | Q(agreed=True), name="site_contact_named_agreed"),
        ]

    def __str__(self) -> str:
        return self.post


class FaqEntry(SitePart):
    """A question that is asked often, and its answer. Where it came from the floor, nobody who asked is known."""

    topic = models.CharField(_("topic"), max_length=120, blank=True)
    question = models.CharField(_("question"), max_length=500)
    answer = models.TextField(_("answer"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PageState, default=PageState.DRAFT)
    floor_question = models.ForeignKey(
        Question, on_delete=models.SET_NULL, null=True, blank=True, related_name="faq_entries"
    )
    changed_at = models.DateTimeField(_("last changed"), default=timezone.now)
    folded_text = models.TextField(blank=True)

    class Meta(SitePart.Meta):
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "floor_question"],
                condition=Q(floor_question__isnull=False),
                name="faq_takes_a_question_once",
            ),
        ]

    def __str__(self) -> str:
        return self.question[:80]


class MenuItem(SitePart):
    """An item of a site's menu; those with a ``parent`` stand below it, and nothing below them."""

    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    kind = models.CharField(_("leads to"), max_length=10, choices=MenuKind)
    label = models.CharField(_("words"), max_length=60, blank=True)
    section = models.ForeignKey(SectionPage, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    page = models.ForeignKey(StaticPage, on_delete=models.CASCADE, null=True, blank=True, related_name="menu_items")
    url = models.CharField(_("address"), max_length=500, blank=True)

    class Meta(SitePart.Meta):
        verbose_name = _("item of a menu")
        verbose_name_plural = _("items of a menu")
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind=MenuKind.SECTION, section__isnull=False, page__isnull=True, url="")
                    | Q(kind=MenuKind.PAGE, section__isnull=True, page__isnull=False, url="")
                    | (Q(kind=MenuKind.AWAY, section__isnull=True, page__isnull=True) & ~Q(url="") & ~Q(label=""))
                    | (Q(kind=MenuKind.HEADING, section__isnull=True, page__isnull=True, url="") & ~Q(label=""))
                    | (
                        ~Q(kind__in=["section", "page", "away", "heading"])
                        & Q(section__isnull=True, page__isnull=True, url="")
                    )
                ),
                name="menu_item_leads_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.get_kind_display())


class SiteHost(models.Model):
    """A host name at which a site answers, in ASCII and lower case. One of them is the one that search engines get."""

    host = models.CharField(_("host name"), max_length=253, unique=True)
    site = models.ForeignKey(SitePage, on_delete=models.CASCADE, related_name="hosts")
    is_main = models.BooleanField(_("main host name"), default=False)

    class Meta:
        verbose_name = _("host name of a site")
        verbose_name_plural = _("host names of sites")
        ordering = ["-is_main", "host"]
        constraints = [
            models.UniqueConstraint(fields=["site"], condition=Q(is_main=True), name="site_has_one_main_host"),
            models.CheckConstraint(condition=~Q(host=""), name="site_host_is_named"),
        ]

    def __str__(self) -> str:
        return self.host
