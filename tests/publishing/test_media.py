"""Audio and video of articles: judged by their content, with captions, transcript and consent."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from caunoi.core import files
from caunoi.core.errors import NotNow
from caunoi.core.models import StoredFile
from caunoi.publishing.enums import ArticleKind
from caunoi.publishing.models import MediaFile
from caunoi.publishing.recordings import without_traces
from caunoi.publishing.services import add_media, approve, arrange, change_media, discard_draft, remove_media, withdraw
from caunoi.publishing.webvtt import Cue, read_captions, spoken, write_captions
from tests.publishing.makers import jpeg, mp3, office_with_site, photo_in, recording_in

VTT = (
    "WEBVTT - Bài hát\n\nNOTE của ban biên tập\n\n1\n00:00.500 --> 00:01.500 align:start\n"
    "<v Ca sĩ>Quê hương <b>là</b> chùm khế ngọt\n"
)


def test_captions_keep_times_and_plain_words_only():
    cues = read_captions(VTT)
    assert cues == [Cue(500, 1500, ("Quê hương là chùm khế ngọt",))]
    written = write_captions(cues)
    assert written == "WEBVTT\n\n00:00:00.500 --> 00:00:01.500\nQuê hương là chùm khế ngọt\n"
    assert read_captions(written) == cues
    assert spoken(cues) == "Quê hương là chùm khế ngọt"


def test_subrip_is_read_and_a_script_becomes_words():
    srt = "1\r\n00:00:01,000 --> 00:00:02,000\r\n<script>alert(1)</script>&lt;img src=x&gt; 1 --> 2\r\n"
    written = write_captions(read_captions(srt))
    assert "<" not in written.replace("&lt;", "")
    assert "alert(1)&lt;img src=x&gt; 1 --&gt; 2" in written
    assert write_captions(read_captions(written)) == written


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "<html>",
        "WEBVTTX\n\n00:00.000 --> 00:01.000\na",
        "WEBVTT",
        "WEBVTT\n\nkhông có giờ",
        "WEBVTT\n\n00:01.000 -> 00:02.000\na",
        "WEBVTT\n\n00:61.000 --> 01:02.000\na",
        "WEBVTT\n\n00:02.000 --> 00:01.000\na",
        "WEBVTT\n\n00:05.000 --> 00:06.000\na\n\n00:01.000 --> 00:02.000\nb",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "a" * 500,
        "WEBVTT\n\n" + "a" * 300_001,
    ],
)
def test_broken_captions_are_refused(broken):
    with pytest.raises(ValidationError):
        read_captions(broken)


@pytest.mark.data
def test_a_recording_is_kept_with_length_captions_and_transcript(site, draft, organiser):
    media = recording_in(draft, organiser, name="../../<b>bai hat.php", transcript="", captions=VTT)
    assert (media.kind, media.seconds, media.file.content_type) == ("audio", 2, "audio/mpeg")
    assert media.file.name == "-b-bai hat.php.mp3"
    assert media.transcript == "Quê hương là chùm khế ngọt"
    assert media.captions.startswith("WEBVTT\n\n00:00:00.500")
    changed = change_media(actor=organiser, media=media, title="Tên khác", transcript="Lời")
    assert (changed.title, changed.captions, changed.transcript) == ("Tên khác", "", "Lời")
    remove_media(actor=organiser, media=changed)
    assert not StoredFile.objects.filter(pk=media.file_id).exists()
    recording_in(draft, organiser)
    discard_draft(actor=organiser, article=draft)
    assert not MediaFile.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><audio src=x>",
        b"ID3\x03\x00" + b"\x00" * 600,
        b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 600,
        b"\x1aE\xdf\xa3" + b"\x00" * 600,
        b"MZ" + b"\x00" * 600,
        jpeg(),
    ],
    ids=["empty", "svg", "html", "no-sound", "no-film", "no-webm", "program", "picture"],
)
def test_what_is_no_recording_is_refused_whatever_its_name(site, draft, organiser, content):
    with pytest.raises(ValidationError) as caught:
        add_media(actor=organiser, article=draft, content=content, name="a.mp3", title="Băng")
    assert list(caught.value.error_dict) == ["file"]
    assert not StoredFile.objects.exists()


def test_a_large_recording_is_refused_before_it_is_looked_at(site, draft, organiser, settings):
    settings.MEDIA_MAX_BYTES = 1000
    with pytest.raises(ValidationError) as caught:
        recording_in(draft, organiser)
    assert list(caught.value.error_dict) == ["file"]


@pytest.mark.data
def test_no_recording_becomes_public_without_words_and_consent(site, draft, organiser, editor):
    arrange(actor=organiser, article=draft, section=draft.section, kind=ArticleKind.AUDIO)
    with pytest.raises(ValidationError):
        approve(actor=editor, article=draft)
    media = recording_in(draft, organiser, transcript="", names_people=True)
    with pytest.raises(ValidationError):
        approve(actor=editor, article=draft)
    change_media(actor=organiser, media=media, title="Băng", transcript="Lời", names_people=True)
    with pytest.raises(ValidationError):
        approve(actor=editor, article=draft)
    change_media(actor=organiser, media=media, title="Băng", transcript="Lời", names_people=True, consent=True)
    public = approve(actor=editor, article=draft)
    for refused in (
        lambda: change_media(actor=editor, media=media, title="Băng"),
        lambda: recording_in(public, editor, transcript=""),
        lambda: remove_media(actor=editor, media=media),
    ):
        with pytest.raises(ValidationError):
            refused()
    with pytest.raises(PermissionDenied):
        recording_in(public, organiser)
    withdraw(actor=editor, article=public, note="Nhầm")
    with pytest.raises(NotNow):
        recording_in(public, editor)


def test_a_video_article_needs_a_photo_in_its_place(site, draft, organiser, editor):
    arrange(actor=organiser, article=draft, section=draft.section, kind=ArticleKind.VIDEO)
    MediaFile.objects.create(
        article=draft, kind="video", title="Phim", transcript="Lời",
        file=StoredFile.objects.create(name="a.mp4", content_type="video/mp4", sha256="0" * 64, size=1),
    )  # fmt: skip
    with pytest.raises(ValidationError) as caught:
        approve(actor=editor, article=draft)
    assert list(caught.value.error_dict) == ["photos"]
    photo_in(draft, organiser)
    assert approve(actor=editor, article=draft).is_readable


@pytest.mark.data
def test_a_recording_is_played_in_parts_while_its_article_can_be_read(site, draft, organiser, editor, client):
    media = recording_in(draft, organiser, captions=VTT)
    sound, captions = f"/phat/{media.pk}", f"/phat/{media.pk}.vtt"
    assert [client.get(sound).status_code, client.get(captions).status_code] == [404, 404]
    public = approve(actor=editor, article=draft)
    whole = client.get(sound)
    body = mp3()
    assert (whole.status_code, whole["Content-Type"], whole["Accept-Ranges"]) == (200, "audio/mpeg", "bytes")
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert whole["Content-Disposition"].startswith("inline")
    assert b"".join(whole) == body
    part = client.get(sound, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 100-199/{len(body)}")
    assert b"".join(part) == body[100:200]
    tag = whole["ETag"]
    assert client.get(sound, headers={"Range": "bytes=1-2", "If-Range": tag}).status_code == 206
    assert client.get(sound, headers={"Range": "bytes=1-2", "If-Range": '"alt"'}).status_code == 200
    assert client.get(sound, headers={"Range": f"bytes={len(body)}-"}).status_code == 416
    track = client.get(captions)
    assert (track["Content-Type"], track["X-Content-Type-Options"]) == ("text/vtt; charset=utf-8", "nosniff")
    page = client.get(public.address).content.decode()
    assert f'<source src="{sound}" type="audio/mpeg">' in page
    assert f'src="{captions}"' in page
    assert "Lời bài hát." in page
    withdraw(actor=editor, article=public, note="Nhầm")
    assert [client.get(sound).status_code, client.get(captions).status_code] == [404, 404]
    assert sound not in client.get(public.address).content.decode()


def test_another_office_neither_hears_nor_changes_a_draft_recording(site, draft, organiser, client):
    media = recording_in(draft, organiser)
    _office, other, _theirs = office_with_site(name="Phường khác", slug="khac")
    with pytest.raises(PermissionDenied):
        change_media(actor=other, media=media, title="Của tôi")
    client.force_login(other)
    for address in ("", "tep", "phu-de.vtt"):
        assert client.get(f"/viec/tin-bai/ghi/{media.pk}/{address}").status_code == 404
    assert client.post(f"/viec/tin-bai/ghi/{media.pk}/bo/").status_code == 404


def box(kind: bytes, *parts: bytes) -> bytes:
    """A box of an MP4 file."""
    content = b"".join(parts)
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def phone_film() -> bytes:
    """An M4A file as a phone writes it: with its place, its device and its owner."""
    place = box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7+16.0544+108.2022/"))
    keys = box(b"meta", box(b"keys", b"com.apple.quicktime.model"), box(b"ilst", b"iPhone Thu"))
    handler = box(b"hdlr", bytes(8), b"soun", bytes(12), b"\x00")
    sample = box(b"mp4a", bytes(6), b"\x00\x01", bytes(8), b"\x00\x02\x00\x10", bytes(4), b"\xac\x44\x00\x00")
    table = box(b"stbl", box(b"stsd", bytes(4), b"\x00\x00\x00\x01", sample))
    media = box(b"mdia", box(b"mdhd", bytes(12), b"\x00\x00\xac\x44", b"\x00\x01\x58\x88", bytes(4)), handler,
                box(b"minf", box(b"smhd", bytes(8)), table))  # fmt: skip
    head = box(b"mvhd", bytes(12), b"\x00\x00\x03\xe8", b"\x00\x00\x07\xd0", bytes(80))
    track = box(b"trak", box(b"tkhd", bytes(84)), media, box(b"meta", b"chu may: Nguyen Van Thu"))
    return b"".join([
        box(b"ftyp", b"M4A \x00\x00\x00\x00M4A mp42"),
        box(b"moov", head, track, place, keys),
        box(b"uuid", b"<x:xmpmeta>16.0544</x:xmpmeta>"),
        box(b"mdat", b"+16.0544 is sound here"),
    ])  # fmt: skip


@pytest.mark.data
def test_place_device_and_owner_leave_a_recording(draft, organiser):
    film = phone_film()
    media = recording_in(draft, organiser, content=film, name="ghi.m4a")

    kept = files.read_stored(media.file)

    assert len(kept) == len(film)
    assert not [each for each in (b"xyz", b"108.2022", b"iPhone", b"Nguyen Van Thu", b"xmpmeta") if each in kept]
    assert b"+16.0544 is sound here" in kept
    assert media.kind == "audio"


@given(st.binary(max_size=200))
def test_a_broken_film_keeps_its_length(content):
    film = b"\x00\x00\x00\x10ftypmp42\x00\x00\x00\x00" + content
    assert len(without_traces(film)) == len(film)
    assert without_traces(content[:4] + b"none" + content) == content[:4] + b"none" + content
