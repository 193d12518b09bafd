"""Stops keeping an upload that is too large while it still arrives, so that it fills no disk."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CappedUpload(FileUploadHandler):
    """First of the upload handlers: what comes after the limit is read and dropped.

    The file that the others build is just over the limit, so `domain.files.store` refuses it in words.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return None if start > settings.MAX_UPLOAD_BYTES else raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler makes the file."""
        return
