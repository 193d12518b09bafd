"""A request with far too large a file: what is kept of it while it arrives."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.test import RequestFactory

from core.documents.domain.files import store
from core.programmes.models import Programme
from tests.factories import documents as made


@pytest.mark.parametrize("size", [1024, 3 * 1024 * 1024])
def test_what_exceeds_the_limit_is_dropped_and_refused(
    programme: Programme, settings: Any, size: int
) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    content = made.PDF + b"0" * size
    request = RequestFactory().post("/", {"file": made.upload(content=content), "title": "resta"})
    upload = request.FILES["file"]
    assert isinstance(upload, UploadedFile)
    assert upload.size is not None
    assert upload.size <= settings.MAX_UPLOAD_BYTES + 2 * 65536
    assert request.POST["title"] == "resta"
    if size <= settings.MAX_UPLOAD_BYTES:
        assert store(upload, about=programme, by=None).versions.count() == 1
        return
    with pytest.raises(ValidationError) as refused:
        store(upload, about=programme, by=None)
    assert refused.value.code == "too_large"
