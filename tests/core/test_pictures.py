"""Pictures made bare: what goes in may be anything, what comes out are pixels."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo

from caunoi.core import files
from caunoi.core.pictures import RefusedPicture, bare_picture, open_picture, upright

SECRET = "BI-MAT-THU"
KINDS = ("JPEG", "PNG", "WEBP")


def exif(orientation=1):
    made = Image.Exif()
    made[Base.Orientation] = orientation
    made[Base.Make] = SECRET
    made[Base.DateTime] = "2026:11:12 07:30:00"
    made.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (16.0, 4.0, 12.0)
    return made


def picture(kind, *, mode="RGB", size=(30, 20), colour="teal", **extra):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **extra)
    return out.getvalue()


def opened(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def hidden(image):
    """What a picture says besides its pixels, but for the frame numbers that every one of its kind has."""
    plain = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression", "loop", "background"}
    return set(image.info) - plain - {"timestamp", "duration"}


@pytest.mark.parametrize("kind", KINDS)
def test_place_time_camera_and_profile_are_gone(kind):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    extra = {"pnginfo": PngInfo()} if kind == "PNG" else {}
    if extra:
        extra["pnginfo"].add_text("Comment", SECRET)
        extra["pnginfo"].add_itxt("XML:com.adobe.xmp", SECRET)
    else:
        extra = {"xmp": SECRET.encode()}
    sent = picture(kind, exif=exif(), icc_profile=profile, **extra)
    assert SECRET.encode() in sent

    made = bare_picture(sent)

    image = opened(made)
    assert (image.format, image.size, dict(image.getexif()), hidden(image)) == (kind, (30, 20), {}, set())
    assert SECRET.encode() not in made


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_picture_is_turned_upright(kind, orientation):
    image = Image.new("RGB", (40, 20), "white")
    image.paste("red", (0, 0, 20, 20))
    out = io.BytesIO()
    image.save(out, kind, exif=exif(orientation))
    made = opened(bare_picture(out.getvalue()))
    assert made.size == ((40, 20) if orientation in {1, 3} else (20, 40))
    where = {1: (3, 10), 3: (36, 10), 6: (10, 3), 8: (10, 36)}[orientation]
    red, green, _blue = made.convert("RGB").getpixel(where)
    assert (red > 200, green < 60) == (True, True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"%PDF-1.7\n", None])
def test_second_file_behind_or_inside_the_picture_is_gone(kind, tail):
    if tail is None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("x.js", SECRET)
        tail = packed.getvalue()
    made = bare_picture(picture(kind) + tail)
    assert tail not in made
    assert not zipfile.is_zipfile(io.BytesIO(made))
    assert opened(made).size == (30, 20)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_moving_picture_becomes_its_first_image(kind):
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue", "green")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    made = opened(bare_picture(out.getvalue()))
    assert getattr(made, "n_frames", 1) == 1
    red, _green, blue = made.convert("RGB").getpixel((5, 5))
    assert (red > 200, blue < 60) == (True, True)


def test_colours_for_print_become_colours_of_screens():
    made = opened(bare_picture(picture("JPEG", mode="CMYK", colour=(0, 255, 255, 0))))
    red, green, _blue = made.getpixel((5, 5))
    assert made.mode == "RGB"
    assert (red > 200, green < 60) == (True, True)


def test_broken_profile_counts_for_nothing():
    assert opened(bare_picture(picture("JPEG", icc_profile=b"khong phai ho so mau"))).mode == "RGB"


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "I;16", "L"])
def test_see_through_stays_so_and_odd_modes_become_plain(mode):
    colour = {"RGBA": (0, 0, 0, 0), "LA": (0, 0)}.get(mode, 0)
    made = opened(bare_picture(picture("PNG", mode=mode, colour=colour)))
    assert made.mode == ("RGBA" if mode in {"RGBA", "LA"} else "RGB")
    assert upright(made).mode == "RGB"


def test_bomb_of_text_and_bomb_of_pixels_are_refused():
    note = PngInfo()
    note.add_text("Comment", "x" * 5_000_000, zip=True)
    bomb = picture("PNG", pnginfo=note)
    assert len(bomb) < 50_000
    for content in (bomb, picture("PNG", mode="1", size=(20_000, 4_000), colour=0)):
        with pytest.raises(RefusedPicture):
            bare_picture(content)


WHOLE = {kind: picture(kind, size=(64, 48), exif=exif()) for kind in [*KINDS, "HEIF"]}


@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_any_damage_is_refused_in_words_or_read_as_pixels(kind, data):
    content = bytearray(WHOLE[kind])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    content = bytes(content[: data.draw(st.integers(0, len(content)))])
    # Nothing but the refusal in words may come out: anything else fails the test.
    with contextlib.suppress(RefusedPicture):
        assert upright(open_picture(content)).mode == "RGB"


@pytest.mark.django_db
def test_every_stored_picture_is_bare(office):
    stored = files.store(content=picture("JPEG", exif=exif(6)), name="anh.jpg", organisation_id=office.pk)
    image = opened(files.read_stored(stored))
    assert (dict(image.getexif()), image.size) == ({}, (20, 30))
    with pytest.raises(files.RefusedFile):
        files.store(content=picture("JPEG")[:200], name="anh.jpg", organisation_id=office.pk)
