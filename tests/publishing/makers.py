"""Reports, sites, articles and pictures that tests of publishing and its faces stand on."""

from __future__ import annotations

import io
import uuid

from PIL import Image

from caunoi.directory.enums import RoleKind
from caunoi.publishing.models import ArticlePage
from caunoi.publishing.services import add_media, add_photo, approve, create_article, open_site
from caunoi.training.facts import (
    AgendaFact,
    AppearanceFact,
    ClassFacts,
    CountFact,
    DirectiveFact,
    OrganiserFact,
    ProvenanceFact,
)
from caunoi.training.models import ClassReport
from tests.factories import OrganisationFactory, TrainingClassFactory, UserFactory

SPEAKER, GUEST = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
NAMES = {SPEAKER: "Trần Thị Thử", GUEST: "Nguyễn Văn Mẫu"}


def facts_of(**changes):
    """Facts of a past class with a vague count; ``changes`` replace fields."""
    values = {
        "code": "ABC347",
        "title": "Tập huấn nghiệp vụ hòa giải ở cơ sở năm 2026",
        "audience": "hòa giải viên các tổ dân phố",
        "place": "hội trường UBND phường Hòa Khánh",
        "days": ("2026-11-12",),
        "organisers": (
            OrganiserFact(name="Đảng ủy phường Hòa Khánh", role="host"),
            OrganiserFact(name="Trung tâm Chính trị", role="co_organiser"),
        ),
        "directives": (DirectiveFact(number="68-KH/ĐU", kind="Kế hoạch", issued_on="2026-03-02"),),
        "topics": (
            AgendaFact(
                kind="topic",
                title="Kỹ năng hòa giải",
                speakers=(AppearanceFact(person_id=SPEAKER, post="Phó Trưởng phòng Tư pháp"),),
            ),
            AgendaFact(kind="topic", title="Luật Hòa giải ở cơ sở"),
        ),
        "guests": (AppearanceFact(person_id=GUEST, post="Phó Bí thư Đảng ủy phường", role="opens"),),
        "present": CountFact(value=270, qualifier="over"),
        "provenance": ProvenanceFact(kind="report", byline="Thanh Mẫu", published_on="2026-11-13"),
    }
    return ClassFacts(**{**values, **changes})


def report_of(training_class, *, names=None, version=1, **changes):
    """A frozen report of ``training_class``."""
    facts = facts_of(**changes)
    return ClassReport.objects.create(
        training_class=training_class,
        version=version,
        facts=facts.as_json(),
        names=NAMES if names is None else names,
        reason="" if version == 1 else "sửa số liệu",
    )


def office_with_site(name="Đảng ủy phường Hòa Khánh", slug="", **fields):
    """An office, its administrator and its site."""
    office = OrganisationFactory(name=name, **fields)
    administrator = UserFactory.with_role(office, RoleKind.ADMINISTRATOR)
    return office, administrator, open_site(actor=administrator, organisation=office, slug=slug)


def article_in(site, actor, *, title="Tập huấn hòa giải ở cơ sở", **fields) -> ArticlePage:
    """A complete draft on ``site``, written for its office."""
    values = {"lead": "Sáng 12/11/2026, phường tổ chức tập huấn.", "body": "<p>Học viên nghe hai chuyên đề.</p>"}
    return create_article(actor=actor, organisation=site.organisation, title=title, **{**values, **fields})


def published_in(site, actor, **fields) -> ArticlePage:
    """A published article on ``site``."""
    return approve(actor=actor, article=article_in(site, actor, **fields))


def jpeg(width=800, height=600, *, exif=None, colour="teal", kind="JPEG", mode="RGB") -> bytes:
    """Bytes of a picture."""
    out = io.BytesIO()
    image = Image.new(mode, (width, height), colour)
    extra = {"exif": exif} if exif else {}
    image.save(out, kind, **extra)
    return out.getvalue()


def photo_in(article, actor, **fields):
    """A photo in ``article``."""
    values = {"content": jpeg(), "name": "anh.jpg", "alternative": "Học viên trong hội trường"}
    return add_photo(actor=actor, article=article, **{**values, **fields})


def mp3(seconds=2) -> bytes:
    """Bytes of a recording that is silent, for about ``seconds``."""
    # A frame of MPEG 1, layer III at 128 kbit/s and 44.1 kHz holds 1,152 samples in 417 bytes.
    frame = b"\xff\xfb\x90\xc4" + b"\x00" * 413
    return frame * round(seconds * 44_100 / 1_152)


def recording_in(article, actor, **fields):
    """A recording in ``article``."""
    values = {"content": mp3(), "name": "ghi-am.mp3", "title": "Bài hát quê hương", "transcript": "Lời bài hát."}
    return add_media(actor=actor, article=article, **{**values, **fields})


def many_articles(count, *, sites=1):
    """``count`` published articles over ``sites`` offices, each with a class of its own; returns the sites."""
    opened = []
    for number in range(sites):
        office, administrator, site = office_with_site(name=f"UBND phường Thử {number}", slug=f"thu-{number}")
        opened.append(site)
        for each in range(count // sites):
            report = report_of(TrainingClassFactory(keeper=office))
            article = published_in(site, administrator, title=f"Tin số {each}")
            ArticlePage.objects.filter(pk=article.pk).update(class_report=report)
    return opened
