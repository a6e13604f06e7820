"""Models of publishing."""

from caunoi.publishing.models.article import ArticleNote, ArticlePage
from caunoi.publishing.models.finding import PublicDocument, PublicWord
from caunoi.publishing.models.photo import ArticlePhoto, LighterForms, PhotoSize
from caunoi.publishing.models.site import PortalRoot, SectionPage, SitePage

__all__ = [
    "ArticleNote",
    "ArticlePage",
    "ArticlePhoto",
    "LighterForms",
    "PhotoSize",
    "PortalRoot",
    "PublicDocument",
    "PublicWord",
    "SectionPage",
    "SitePage",
]
