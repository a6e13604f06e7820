"""Models of publishing."""

from caunoi.publishing.models.article import ArticleNote, ArticlePage
from caunoi.publishing.models.comments import ArticleVoices, Comment, CommentReport, SiteVoices
from caunoi.publishing.models.counts import DaySalt, ViewCount, VisitorMark
from caunoi.publishing.models.finding import PublicDocument, PublicWord
from caunoi.publishing.models.photo import ArticlePhoto, PhotoSize
from caunoi.publishing.models.site import PortalRoot, SectionPage, SitePage

__all__ = [
    "ArticleNote",
    "ArticlePage",
    "ArticlePhoto",
    "ArticleVoices",
    "Comment",
    "CommentReport",
    "DaySalt",
    "PhotoSize",
    "PortalRoot",
    "PublicDocument",
    "PublicWord",
    "SectionPage",
    "SitePage",
    "SiteVoices",
    "ViewCount",
    "VisitorMark",
]
