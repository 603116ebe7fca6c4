"""Pictures that are uploaded to Wagtail."""

from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection

pytestmark = pytest.mark.django_db


def photograph() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera Of Zhang"
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def check(image: Any) -> None:
    data = image.file.read()
    assert b"Camera Of Zhang" not in data
    assert dict(Image.open(BytesIO(data)).getexif()) == {0x0112: 6}
    assert image.file_size == len(data)
    # Turned as the camera was held.
    rendition = image.get_rendition("width-10")
    assert (rendition.width, rendition.height) == (10, 20)


def test_a_picture_saved_by_code_loses_its_place_and_stands_upright() -> None:
    file = ImageFile(BytesIO(photograph()), name="photo.jpg")
    get_image_model().objects.create(title="照片", file=file)

    image = get_image_model().objects.get()
    assert b"Camera Of Zhang" not in image.file.read()


@pytest.mark.parametrize("view", ["one", "many"])
def test_a_picture_uploaded_in_the_admin_does_too(
    client: Client, admin_user: User, view: str
) -> None:
    client.force_login(admin_user)
    collection = Collection.get_first_root_node().pk
    file = SimpleUploadedFile("photo.jpg", photograph(), "image/jpeg")
    if view == "one":
        url = reverse("wagtailimages:add")
        client.post(url, {"title": "照片", "file": file, "collection": collection, "tags": ""})
    else:
        client.post(
            reverse("wagtailimages:add_multiple"),
            {"title": "照片", "files[]": file, "collection": collection},
            headers={"x-requested-with": "XMLHttpRequest"},
        )

    check(get_image_model().objects.get())
