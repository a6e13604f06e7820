"""Models of intake."""

from caunoi.intake.models.candidate import ReportCandidate
from caunoi.intake.models.old_article import OldArticle, OldArticlePicture
from caunoi.intake.models.roster import RosterDraft
from caunoi.intake.models.upload import ReportUpload, UploadItem

__all__ = ["OldArticle", "OldArticlePicture", "ReportCandidate", "ReportUpload", "RosterDraft", "UploadItem"]
