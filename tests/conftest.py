"""What every test shares: tests whose server or browser is not there are skipped, and the run says so."""

import fcntl
import gc
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import chromium
from hypothesis import settings as hypothesis_settings

# No test is timed: a busy machine is no fault of ours.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")
# A browser's driver keeps an event loop in the thread, which Django takes for asynchronous code of ours.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SERVERS = ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL")


# By these a test without pytest's database may still reach a database, a cache or a broker.
WAYS_THERE = {
    "Client",
    "APIClient",
    "app",
    "cache",
    "caches",
    "celery",
    "os",
    "outbox",
    "subprocess",
    "worker",
}
FIXTURES_THERE = {
    "admin_client",
    "async_client",
    "client",
    "db",
    "elsewhere",
    "live_server",
    "transactional_db",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--reaching-servers", action="store_true", help="leave out what asks no database, cache or broker"
    )


def reaches_servers(item: pytest.Item) -> bool:
    """Whether anything of a test could be other on another database, cache or broker."""
    if item.get_closest_marker("django_db") or item.get_closest_marker("services"):
        return True
    return bool(FIXTURES_THERE & set(item.fixturenames) or WAYS_THERE & set(vars(item.module)))


def is_the_same(item: pytest.Item) -> bool:
    """Whether a run on servers can leave a test to the run without them."""
    marked = item.get_closest_marker("own_site") or item.get_closest_marker("one_server")
    return bool(marked) or not reaches_servers(item)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("reaching_servers"):
        same = [item for item in items if is_the_same(item)]
        config.hook.pytest_deselected(items=same)
        items[:] = [item for item in items if item not in set(same)]
    no_browser = pytest.mark.skip(reason="no browser: chromium is not installed")
    for item in items:
        if item.get_closest_marker("browser") and not chromium():
            item.add_marker(no_browser)
        needed = item.get_closest_marker("services")
        missing = [name for name in (needed.args or SERVERS if needed else ()) if not os.environ.get(name)]
        if missing:
            item.add_marker(pytest.mark.skip(reason=f"needs a server: {', '.join(missing)} unset"))


def pytest_collection_finish() -> None:
    """Nothing that has been imported goes away: the collector need not look at it again after every few tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """The test database with the invented county in it, once for all tests of a process."""
    import factories

    with django_db_blocker.unblock():
        factories.load_county()


@pytest.fixture(scope="session")
def site_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a migrated site on SQLite with its county and pages, made once for all processes of a run."""
    from web import serving

    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "site-template"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.with_suffix(".made").exists():
            serving.make(folder)
            folder.with_suffix(".made").touch()
    return folder


@pytest.fixture
def county(db: None) -> None:
    """The invented county. A test that flushed the database before this one took it away: then it is loaded again."""
    import factories

    from regions.models import Region

    if not Region.objects.exists():
        factories.load_county()


@pytest.fixture
def everybody(county: None) -> None:
    """One member of staff for each post of ``factories.STAFF``."""
    import factories

    factories.hire(*factories.STAFF)


@pytest.fixture(autouse=True)
def clean_cache(request: pytest.FixtureRequest) -> None:
    """Limits of one test don't count in the next."""
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        from django.core.cache import cache

        cache.clear()


@pytest.fixture(autouse=True)
def no_index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What one test put into the index of the search, and then took out of the database, the next one doesn't find."""
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        settings = request.getfixturevalue("settings")
        settings.SUNSHINE_SEARCH_FOLDER = tmp_path_factory.getbasetemp() / f"search-{uuid.uuid4().hex}"


@pytest.fixture(autouse=True)
def default_language() -> Iterator[None]:
    """A page that one test asked for in English leaves the next one in Chinese."""
    from django.utils import translation

    translation.deactivate()
    yield
    translation.deactivate()
