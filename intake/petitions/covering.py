"""A case's texts with personal data covered; where the writer withheld the name, not even the surname stays."""

from __future__ import annotations

import re
from collections.abc import Iterable

from privacy.masks import MARK, however_spaced, mask_text


def cover(text: str, names: Iterable[str], *, withheld: bool = False) -> str:
    """``text`` masked, the writers' own ``names`` wherever they stand; wholly, if they are ``withheld``."""
    known = [name for name in names if name.strip()]
    if withheld:
        for name in sorted(known, key=len, reverse=True):
            text = re.sub(however_spaced(name), lambda match: MARK * len(match[0]), text)
    return mask_text(text, also=known)
