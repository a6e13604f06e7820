"""The ledger of awards."""

from caunoi.credentials.models.award import Award, AwardHolder, AwardPrint, Issue, Series
from caunoi.credentials.models.blank import SpoiledBlank
from caunoi.credentials.models.layout import CertificateLayout

__all__ = ["Award", "AwardHolder", "AwardPrint", "CertificateLayout", "Issue", "Series", "SpoiledBlank"]
