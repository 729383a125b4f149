"""Files that residents and officers attach (附件): taken in, cleaned, or refused with a reason.

``clean`` is the only door. It gives back new content made from what the file shows: pictures from their
pixels, documents without authors, scripts and links, recordings without places and devices. Storing and
serving are not done here.
"""

from privacy.uploads.cleaning import CleanFile, Deadline, clean
from privacy.uploads.kinds import ALLOWED_EXTENSIONS, MAX_BYTES, MAX_FILES
from privacy.uploads.refusals import Refused

__all__ = [
    "ALLOWED_EXTENSIONS",
    "MAX_BYTES",
    "MAX_FILES",
    "CleanFile",
    "Deadline",
    "Refused",
    "clean",
]
