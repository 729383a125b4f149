"""Logs: one JSON object a line with a request id, and nothing in it that leads back to a resident.

Every line, whoever wrote it (our rooms, Django, Celery, a library), goes through ``scrub``: personal data is
masked by the same finder that masks public pages, values under telling keys are dropped, and query strings of
residents' pages and case numbers disappear. Exception texts and tracebacks are lines like any other.
"""

from __future__ import annotations

import logging
import logging.config
import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from sunshine.paths import API_CASES, is_resident

# Set by us or by the machine: masking would only damage them.
PLAIN = frozenset({"timestamp", "level", "logger", "request_id", "method", "status", "ms"})
# Names of things that have no place in a log, however they got there.
TELLING = frozenset(
    {
        "address", "body", "contact", "cookie", "email", "id_number", "ip", "name", "password", "phone",
        "query_password", "remote_addr", "reported_party", "secret", "text", "title", "token", "user_agent",
    }
)  # fmt: skip
HIDDEN = "[hidden]"

_RESIDENT_QUERY = re.compile(r"(/(?:petition|track)/[^\s?\"'<>]*)\?[^\s\"'<>]*")

# As printed or typed without hyphens, in either case, with the letters that are read as digits.
_CASE_NUMBER = re.compile(r"(?<![0-9A-Z])[0-9]{4}-?[0-9A-TV-Z]{7}-?[0-9A-TV-Z](?![0-9A-Z])", re.IGNORECASE)


# The rest of an address that names a case; what we write in its place stays.
_CASE_ADDRESS = re.compile(rf"({API_CASES})(?!<)[^\n\"'<>]+")


class Discreet(logging.Filter):
    """Drops what Django says of refused requests to residents' pages and for cases: a wrong password or number is
    nothing to keep."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is None or record.levelno >= logging.ERROR:
            return True
        return not is_resident(request.path) and not request.path.startswith(API_CASES)


def scrub(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """A structlog processor: the event without personal data, secrets and residents' query strings."""
    return {key: value if key in PLAIN else _clean(key, value) for key, value in event.items()}


def _clean(key: str, value: Any) -> Any:
    # Logging is configured before the rooms are loaded, so the masks are fetched with the first line.
    from privacy.masks import mask_text

    if key.lower() in TELLING:
        return HIDDEN
    if isinstance(value, bool | float) or value is None:
        return value
    if isinstance(value, dict):
        return {str(name): _clean(str(name), item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean("", item) for item in value]
    text = _CASE_ADDRESS.sub(r"\1…", _RESIDENT_QUERY.sub(r"\1?…", str(value)))
    masked = mask_text(_CASE_NUMBER.sub(HIDDEN, text))
    return int(value) if isinstance(value, int) and masked == str(value) else masked


def configure(config: dict[str, Any]) -> None:
    """Send all logs to standard error as JSON lines. ``config`` holds ``level``, such as ``"INFO"``."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    # Django's own loggers lose their handlers: one of them would mail whole requests to administrators.
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"discreet": {"()": Discreet}},
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.format_exc_info,
                        scrub,
                        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
                    ],
                }
            },
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["discreet"]}
            },
            "root": {"handlers": ["stderr"], "level": config["level"]},
            "loggers": {
                "django": {"handlers": [], "level": "INFO", "propagate": True},
                "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
                # Two lines for each page saved, about tasks that run at once.
                "django_tasks": {"level": "WARNING"},
            },
        }
    )
