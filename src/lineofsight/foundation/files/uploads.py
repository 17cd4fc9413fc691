"""Stops an upload that is too large while it arrives, before it fills the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class LimitedUpload(FileUploadHandler):
    """Counts the bytes of all files of a request and stops past the limit; the page then says how large is too large."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.limit = settings.LARGEST_UPLOAD_MEGABYTES * 1024 * 1024
        # Nothing is refused here: Django takes a StopUpload only while a file's bytes arrive, and the form's token comes first.
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > self.limit:
            self._refuse()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

    def _refuse(self) -> None:
        if self.request is not None:
            self.request.upload_was_too_large = True  # type: ignore[attr-defined]
        raise StopUpload(connection_reset=False)
