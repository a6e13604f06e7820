"""Models of publishing."""

from caunoi.publishing.models.article import ArticleNote, ArticlePage
from caunoi.publishing.models.media import MediaFile
from caunoi.publishing.models.offer import Offer
from caunoi.publishing.models.old_address import OldAddress
from caunoi.publishing.models.photo import ArticlePhoto, PhotoSize
from caunoi.publishing.models.site import PortalRoot, SectionPage, SitePage
from caunoi.publishing.models.topic import ArticleTopic, SiteTopic

__all__ = [
    "ArticleNote",
    "ArticlePage",
    "ArticlePhoto",
    "ArticleTopic",
    "MediaFile",
    "Offer",
    "OldAddress",
    "PhotoSize",
    "PortalRoot",
    "SectionPage",
    "SitePage",
    "SiteTopic",
]
