"""What every test shares: tests whose server or browser is not there are skipped, and the run says so."""

import os
import shutil
from collections.abc import Iterator

import pytest

# A browser's driver keeps an event loop in the thread, which Django takes for asynchronous code of ours.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SERVERS = ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    no_browser = pytest.mark.skip(reason="no browser: chromium is not installed")
    for item in items:
        if item.get_closest_marker("browser") and not shutil.which("chromium"):
            item.add_marker(no_browser)
        needed = item.get_closest_marker("services")
        missing = [name for name in (needed.args or SERVERS if needed else ()) if not os.environ.get(name)]
        if missing:
            item.add_marker(pytest.mark.skip(reason=f"needs a server: {', '.join(missing)} unset"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """The test database with the invented county in it, once for all tests of a process."""
    import factories

    with django_db_blocker.unblock():
        factories.load_county()


@pytest.fixture
def county(db: None) -> None:
    """The invented county. A test that flushed the database before this one took it away: then it is loaded again."""
    import factories

    from regions.models import Region

    if not Region.objects.exists():
        factories.load_county()


@pytest.fixture(autouse=True)
def clean_cache(request: pytest.FixtureRequest) -> None:
    """Limits of one test don't count in the next."""
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        from django.core.cache import cache

        cache.clear()


@pytest.fixture(autouse=True)
def default_language() -> Iterator[None]:
    """A page that one test asked for in English leaves the next one in Chinese."""
    from django.utils import translation

    translation.deactivate()
    yield
    translation.deactivate()
