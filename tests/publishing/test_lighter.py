from __future__ import annotations

import io

import pytest
from PIL import Image, ImageFilter

from caunoi.core.files import read_stored, store_in_use
from caunoi.core.models import StoredFile
from caunoi.publishing.models import PhotoSize
from caunoi.publishing.services import approve, remove_photo, withdraw
from caunoi.publishing.services.lighter import make_lighter
from caunoi.publishing.tasks import make_old_photos_lighter, make_photos_lighter
from tests.publishing.makers import jpeg, photo_in


def noisy(width=700):
    """A picture with something to compress."""
    out = io.BytesIO()
    image = Image.effect_noise((width, width * 2 // 3), 80).convert("RGB").filter(ImageFilter.GaussianBlur(1))
    image.save(out, "JPEG", quality=95)
    return out.getvalue()


@pytest.mark.data
def test_photo_gets_lighter_forms_once_and_readers_are_offered_them(client, draft, editor):
    photo = photo_in(draft, editor, content=noisy())
    approve(actor=editor, article=draft)
    before = client.get(draft.__class__.objects.get(pk=draft.pk).address).content.decode()
    assert "<picture>" not in before

    assert make_photos_lighter.func() == 2
    assert make_photos_lighter.func() == 0
    assert make_old_photos_lighter.func() == 0

    for size in PhotoSize.objects.filter(photo=photo):
        for kind in ("webp", "avif"):
            form = getattr(size.lighter, kind)
            image = Image.open(io.BytesIO(read_stored(form)))
            assert (image.format, image.size) == (kind.upper(), (size.width, size.height))
            assert form.size < size.file.size
            address = f"/anh/{photo.pk}/{size.width}.{kind}"
            sent = client.get(address)
            assert (sent.status_code, sent["Content-Type"]) == (200, f"image/{kind}")
    page = client.get(draft.__class__.objects.get(pk=draft.pk).address).content.decode()
    assert page.index('<source type="image/avif"') < page.index('<source type="image/webp"') < page.index("<img ")
    assert 'width="700" height="466"' in page
    assert 'fetchpriority="high"' in page

    withdraw(actor=editor, article=draft, note="Sai.")
    assert client.get(f"/anh/{photo.pk}/480.avif").status_code == 404


def test_photo_of_a_draft_is_nobodys_in_any_form(client, draft, editor):
    photo = photo_in(draft, editor, content=noisy())
    make_lighter()

    for kind in ("jpg", "webp", "avif", "png"):
        assert client.get(f"/anh/{photo.pk}/480.{kind}").status_code == 404


def test_forms_go_with_their_photo(draft, editor):
    photo = photo_in(draft, editor, content=noisy())
    make_lighter()
    assert StoredFile.objects.filter(content_type="image/avif").count() == 2

    remove_photo(actor=editor, photo=photo)

    assert not StoredFile.objects.filter(content_type__startswith="image/").exists()


def test_lost_bytes_hold_up_no_other_photo(draft, editor):
    lost = photo_in(draft, editor, content=jpeg(300, 200))
    store_in_use().delete(lost.sizes.get().file.sha256)
    photo_in(draft, editor, content=noisy(400))

    assert make_lighter() == 2
    assert make_lighter() == 0
    assert lost.sizes.get().lighter.avif is None
    assert make_lighter(everywhere=True) == 0
