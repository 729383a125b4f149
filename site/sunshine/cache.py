"""The cache in Redis, and what stands in for it while Redis is away.

Nothing that the site owes anybody lies in the cache: counters of tries, codes that were asked for, and copies. So a
server that is away must not keep a petition from being filed. Until it answers again each process keeps a cache of
its own: tries are still counted, though by each process for itself.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import exceptions
from redis.backoff import NoBackoff
from redis.retry import Retry

log = structlog.get_logger(__name__)

# What a server is left alone for after it failed, so that not every request waits for it; and how often it is said.
AWAY_SECONDS = 5.0
SAID_EVERY_SECONDS = 60.0
# Away, still starting, out of memory, or a copy that takes no changes. Anything else is a fault of ours.
AWAY = (
    exceptions.ConnectionError,
    exceptions.TimeoutError,
    exceptions.OutOfMemoryError,
    exceptions.ReadOnlyError,
)


class Outage:
    """Whether the server is away, as far as this process knows."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.fault = ""  # the error's name; empty while the server answers
        self._clock = clock
        self._until = self._said = float("-inf")
        self._lock = threading.Lock()

    def ask(self, server: Callable[[], Any], stand_in: Callable[[], Any]) -> Any:
        """What the server answers, or the stand-in while the server is away."""
        if self._clock() < self._until:
            return stand_in()
        try:
            answer = server()
        except AWAY as error:
            self._note(type(error).__name__)
            return stand_in()
        self.fault = ""
        return answer

    def _note(self, fault: str) -> None:
        with self._lock:
            now = self._clock()
            self.fault, self._until = fault, now + AWAY_SECONDS
            due = now - self._said >= SAID_EVERY_SECONDS
            self._said = now if due else self._said
        if due:
            log.error("the cache is away: each process counts tries for itself", error=fault)


# One for each server, whichever thread asks.
OUTAGES: defaultdict[str, Outage] = defaultdict(Outage)
# Large enough that nobody flushes the counters of failed tries by filling it.
STAND_IN = LocMemCache("sunshine.cache", {"OPTIONS": {"MAX_ENTRIES": 100_000}})


def _either(name: str) -> Callable[..., Any]:
    """The client's method of that name, with the stand-in's beside it."""
    of_server, of_stand_in = getattr(RedisCacheClient, name), getattr(STAND_IN, name)

    def method(self: Any, *given: Any) -> Any:
        return self.outage.ask(partial(of_server, self, *given), partial(of_stand_in, *given))

    return method


class _Client(RedisCacheClient):
    def __init__(self, servers: list[str], *, outage: Outage, **options: Any) -> None:
        # A connection that the server has closed meanwhile is worth a second try at once; no waits in between.
        super().__init__(servers, retry=Retry(NoBackoff(), 1), **options)
        self.outage = outage

    add = _either("add")
    get = _either("get")
    set = _either("set")
    touch = _either("touch")
    delete = _either("delete")
    get_many = _either("get_many")
    has_key = _either("has_key")
    incr = _either("incr")
    set_many = _either("set_many")
    delete_many = _either("delete_many")
    clear = _either("clear")


class RedisOrMemory(RedisCache):
    """Django's cache in Redis; in the process's own memory while Redis is away."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._outage = OUTAGES[str(server)]
        self._class = partial(_Client, outage=self._outage)

    @property
    def fault(self) -> str:
        """The name of the error that keeps the server away; empty while it answers."""
        return self._outage.fault


def fault() -> str:
    """What is wrong with the cache in use, asked just now; empty when it answers."""
    cache = caches["default"]
    cache.get("sunshine.probe")
    return str(getattr(cache, "fault", ""))
