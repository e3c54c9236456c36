"""What people do with recordings."""

from screencasts.actions.captions import remove_captions, set_captions, set_chapters
from screencasts.actions.recordings import (
    edit_screencast,
    keep_upload,
    remove_screencast,
    replace_recording,
    retry_processing,
    upload_screencast,
)

__all__ = [
    "edit_screencast",
    "keep_upload",
    "remove_captions",
    "remove_screencast",
    "replace_recording",
    "retry_processing",
    "set_captions",
    "set_chapters",
    "upload_screencast",
]
