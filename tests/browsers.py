"""The browser that is installed."""

import shutil


def chromium() -> str | None:
    """Debian's chromium without its windows, a third of the work for the same pages; else chromium itself."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")
