from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from caunoi.core.errors import NotNow
from caunoi.core.files import read_stored
from caunoi.core.models import StoredFile
from caunoi.core.pictures import RefusedPicture
from caunoi.publishing.models import ArticlePhoto
from caunoi.publishing.pictures import make_pictures
from caunoi.publishing.services import approve, change_photo, move_photo, remove_photo, withdraw
from tests.publishing.makers import jpeg, photo_in


def exif_with_place():
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Make] = "Máy ảnh thử"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (16.0, 4.0, 12.0)
    return exif


@pytest.mark.parametrize(
    ("width", "widths"),
    [(300, [300]), (480, [480]), (800, [480, 800]), (1600, [480, 960, 1600]), (4000, [480, 960, 1600])],
)  # fmt: skip
def test_picture_comes_in_a_few_widths(width, widths):
    assert [picture.width for picture in make_pictures(jpeg(width, width // 2))] == widths


def test_picture_is_upright_and_tells_no_place():
    (picture,) = make_pictures(jpeg(400, 300, exif=exif_with_place()))

    made = Image.open(io.BytesIO(picture.content))
    assert (made.size, made.format, dict(made.getexif())) == ((300, 400), "JPEG", {})
    assert b"M\xc3\xa1y" not in picture.content


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("WEBP", "RGB"), ("PNG", "P"), ("PNG", "L"), ("HEIF", "RGB")]
)
def test_other_kinds_become_jpeg(kind, mode):
    colour = 0 if mode in {"P", "L"} else "teal"

    (picture,) = make_pictures(jpeg(300, 200, kind=kind, mode=mode, colour=colour))

    assert Image.open(io.BytesIO(picture.content)).mode == "RGB"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 not a picture", "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not a picture"),
        (b"GIF89a" + b"\x00" * 40, "not a picture"),
        (b"", "not a picture"),
        (jpeg()[:900], "damaged"),
        (jpeg(150, 150), "only 150 pixels"),
        (b"\xff" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_unusable_picture_is_refused_with_words(content, words, settings):
    with translation.override("en"), pytest.raises(RefusedPicture, match=words):
        make_pictures(content)


def test_picture_of_too_many_pixels_is_refused_before_it_is_decoded():
    bomb = jpeg(12_000, 8_000, kind="PNG", mode="L", colour=0)

    assert len(bomb) < 1_000_000
    with translation.override("en"), pytest.raises(RefusedPicture, match="60 million pixels"):
        make_pictures(bomb)


def test_photo_is_kept_in_the_file_store_without_the_original(draft, organiser):
    sent = jpeg(1000, 500)

    photo = photo_in(draft, organiser, content=sent, name="../../Ảnh <b>.jpg", caption="  Toàn  cảnh ")

    sizes = list(photo.sizes.all())
    assert [(size.width, size.height) for size in sizes] == [(480, 240), (960, 480), (1000, 500)]
    assert photo.caption == "Toàn cảnh"
    assert StoredFile.objects.count() == 3
    assert all(read_stored(size.file) != sent for size in sizes)
    assert all("/" not in size.file.name for size in sizes)


def test_photo_without_a_description_or_of_an_unusable_file_writes_nothing(draft, organiser):
    for fields, field in (({"alternative": " "}, "alternative"), ({"content": b"x"}, "file")):
        with pytest.raises(ValidationError) as caught:
            photo_in(draft, organiser, **fields)
        assert list(caught.value.message_dict) == [field]

    assert (ArticlePhoto.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_photos_change_places(draft, organiser):
    first, second, third = (photo_in(draft, organiser, alternative=name) for name in ("một", "hai", "ba"))

    move_photo(actor=organiser, photo=third, up=True)
    move_photo(actor=organiser, photo=first, up=True)

    assert list(draft.photos.values_list("alternative", flat=True)) == ["một", "ba", "hai"]
    assert second.pk


def test_removed_photo_leaves_the_register_of_files(draft, organiser):
    photo = photo_in(draft, organiser)

    remove_photo(actor=organiser, photo=photo)

    assert (draft.photos.count(), StoredFile.objects.count()) == (0, 0)


def test_photo_of_a_published_article_is_the_editors_business(draft, organiser, editor):
    photo = photo_in(draft, organiser)
    published = approve(actor=editor, article=draft)

    with pytest.raises(PermissionDenied):
        change_photo(actor=organiser, photo=photo, alternative="khác")
    with pytest.raises(ValidationError) as caught:
        change_photo(actor=editor, photo=photo, alternative="khác", names_people=True)
    assert list(caught.value.message_dict) == ["consent"]
    changed = change_photo(actor=editor, photo=photo, alternative="khác", names_people=True, consent=True)
    assert (changed.alternative, changed.consent) == ("khác", True)
    withdraw(actor=editor, article=published, note="Rút.")
    with pytest.raises(NotNow):
        remove_photo(actor=editor, photo=photo)
