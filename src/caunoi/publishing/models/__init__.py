"""Models of publishing."""

from caunoi.publishing.models.article import ArticleNote, ArticlePage
from caunoi.publishing.models.comments import ArticleVoices, Comment, CommentReport, SiteVoices
from caunoi.publishing.models.counts import DayReads, DaySalt, ViewCount, VisitorMark
from caunoi.publishing.models.event import Event, EventDay
from caunoi.publishing.models.finding import PublicDocument, PublicWord
from caunoi.publishing.models.material import Material, MaterialVersion
from caunoi.publishing.models.media import MediaFile
from caunoi.publishing.models.offer import Offer
from caunoi.publishing.models.old_address import OldAddress
from caunoi.publishing.models.photo import ArticlePhoto, LighterForms, PhotoSize
from caunoi.publishing.models.site import PortalRoot, SectionPage, SitePage
from caunoi.publishing.models.site_parts import (
    FaqEntry,
    MenuItem,
    SiteContact,
    SiteHost,
    SiteLink,
    SitePart,
    SitePicture,
    StaticPage,
)
from caunoi.publishing.models.topic import ArticleTopic, SiteTopic

__all__ = [
    "ArticleNote",
    "ArticlePage",
    "ArticlePhoto",
    "ArticleTopic",
    "ArticleVoices",
    "Comment",
    "CommentReport",
    "DayReads",
    "DaySalt",
    "Event",
    "EventDay",
    "FaqEntry",
    "LighterForms",
    "Material",
    "MaterialVersion",
    "MediaFile",
    "MenuItem",
    "Offer",
    "OldAddress",
    "PhotoSize",
    "PortalRoot",
    "PublicDocument",
    "PublicWord",
    "SectionPage",
    "SiteContact",
    "SiteHost",
    "SiteLink",
    "SitePage",
    "SitePart",
    "SitePicture",
    "SiteTopic",
    "SiteVoices",
    "StaticPage",
    "ViewCount",
    "VisitorMark",
]
