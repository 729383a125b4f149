"""Tags and filters of the look, in every template without ``{% load %}``.

====================================  ========================================================================
``{{ day|cn_date }}``                 ``2026年11月21日``, in English ``21 November 2026``, in ``<time>``
``{{ moment|cn_moment }}``            the same with hours and minutes, Asia/Shanghai
``{{ day|cn_day }}``                  ``11月21日 星期六``, for the days around today
``{{ day|cn_month }}``                ``2026年11月``: its month
``{{ due|days_left }}``               "还剩 12 天", "今天到期" or "超期 3 天" with shape and colour
``{{ due|days_left_text }}``          the words alone, for titles, files and notices
``{{ 38600|quantity:unit }}``         ``38,600 元``: thousands apart, the unit held by a no-break space
``{{ text|quantity }}``               the same text, each number held to what follows it
``{% phrased title %}``               a title that breaks between words only, for ``class="phrased"``
``{{ text|han }}``                    the same text, on an English page with its Chinese words marked as Chinese
``{% lang_of text %}``                `` lang="…"`` for an element that holds what somebody wrote
``{% icon "pen" %}``                  a drawing beside a word, never instead of one
``{% status "late" _("late") %}``     shape, word and colour: ``ok soon late miss wait``
``{% deadline_rail start due … %}``   the line of days allowed, the sun on today
``{% field form.title %}``            a whole form field
``{% error_summary form %}``          what needs another look, for the top of the page
====================================  ========================================================================

A template that loads ``wagtailadmin_tags`` gets Wagtail's ``icon`` and ``status`` instead of these.

Days are counted in Asia/Shanghai, and the last day counts as in time through all of it.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, PasswordInput
from django.utils import dateformat, timezone, translation
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

register = template.Library()

NBSP = "\u00a0"
# From here on a deadline is near: shown in amber with a half-filled shape.
SOON = 5
STATUS_SHAPES = {"ok": "s-ok", "soon": "s-soon", "late": "s-late", "miss": "s-miss", "wait": "s-wait"}

_SPRITE = Path(__file__).parent.parent / "templates" / "sunshine" / "sprite.html"
ICONS = frozenset(re.findall(r'id="i-([a-z-]+)"', _SPRITE.read_text(encoding="utf-8")))

_NUMBER_THEN_UNIT = re.compile(r"(?<=[0-9]) (?=\S)")
# Chinese words with the numbers and marks inside them: names of units and villages in an English sentence.
_HAN = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][\u2e80-\u9fff\uf900-\uffef\U00020000-\U0003ffff0-9·]*"
)
# What a line must not begin or end with; a break beside them is the browser's to refuse, so none is offered.
_CLOSING = "，。、；：？！”’）》】〕…—·%"
_OPENING = "“‘（《【〔"


def _day(value: datetime.date) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _written(value: datetime.date, form: str) -> str:
    return dateformat.format(value, form).replace(" ", NBSP)


def _time_tag(value: datetime.date, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


def _day_tag(value: datetime.date | None, form: str) -> str:
    if value is None or value == "":
        return ""
    return _one_day(_day(value), form, translation.get_language())


@lru_cache(maxsize=4096)
def _one_day(day: datetime.date, form: str, language: str | None) -> SafeString:
    """A long list has the same few days over and over. The months' names are the language's."""
    return _time_tag(day, _written(day, form))


@register.filter
def cn_date(value: datetime.date | None) -> str:
    """A day in the language's own order, inside ``<time>``; nothing for nothing."""
    return _day_tag(value, pgettext("date format", "j F Y"))


@register.filter
def cn_day(value: datetime.date | None) -> str:
    """A day without its year but with its weekday."""
    return _day_tag(value, pgettext("date format", "l j F"))


@register.filter
def cn_month(value: datetime.date) -> str:
    """The month of a day, inside ``<time>``."""
    words = dateformat.format(value, pgettext("date format", "F Y"))
    return format_html('<time datetime="{}">{}</time>', f"{value:%Y-%m}", words)


@register.filter
def cn_moment(value: datetime.datetime | None) -> str:
    """A moment in Asia/Shanghai to the minute, inside ``<time>``."""
    if value is None or value == "":
        return ""
    local = timezone.localtime(value)
    return _time_tag(local.replace(microsecond=0), _written(local, pgettext("date format", "j F Y, H:i")))


@register.simple_tag
def dateline(day: datetime.date) -> SafeString:
    """A day with year and weekday, as a gazette prints it under its name."""
    return _time_tag(day, dateformat.format(day, pgettext("date format", "l, j F Y")))


@register.filter
def days_left_text(due: datetime.date | None) -> str:
    """How many days are left until a day, or have passed since: words alone, spaces that do not break."""
    if due is None or due == "":
        return ""
    return _words_left((_day(due) - timezone.localdate()).days)


def _words_left(left: int) -> str:
    if left == 0:
        words = _("due today")
    elif left > 0:
        words = ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}
    else:
        words = ngettext("%(days)d day overdue", "%(days)d days overdue", -left) % {"days": -left}
    return words.replace(" ", NBSP)


@register.filter
def days_left(due: datetime.date | None) -> SafeString | str:
    """The same as a status: overdue in 朱, near in amber, else plain. The date goes beside it."""
    if due is None or due == "":
        return ""
    return _status_left((_day(due) - timezone.localdate()).days, translation.get_language())


@lru_cache(maxsize=1024)
def _status_left(left: int, language: str | None) -> SafeString:
    kind = "miss" if left < 0 else "soon" if left <= SOON else "wait"
    return status(kind, _words_left(left))


@register.filter
def quantity(value: Any, unit: str = "") -> str:
    """A number with thousands apart and its unit held to it; or a text whose numbers hold what follows."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = f"{value:,}"
        return f"{number}{NBSP}{unit}" if unit else number
    return _NUMBER_THEN_UNIT.sub(NBSP, str(value))


@register.simple_tag
def phrased(text: str) -> SafeString:
    """A title with ``<wbr>`` between its Chinese words, for an element of class ``phrased``."""
    words = str(text)
    return mark_safe(_phrases(words))  # noqa: S308  each piece is escaped in _phrases


@lru_cache(maxsize=512)
def _phrases(text: str) -> str:
    import rjieba  # 40 MB of dictionary: loaded by the first title, not by every command

    pieces: list[str] = []
    for word in rjieba.cut(quantity(text)):
        # A particle or a mark of one character stays with what stands before it.
        joins = len(word) == 1 or word[0] in _CLOSING or not word.strip()
        if pieces and (
            joins or pieces[-1][-1] in _OPENING or not _is_han(word[0]) or not _is_han(pieces[-1][-1])
        ):
            pieces[-1] += word
        else:
            pieces.append(word)
    return "<wbr>".join(escape(piece) for piece in pieces)


def _is_han(character: str) -> bool:
    return character >= "\u2e80"


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A line drawing from the sprite, hidden from screen readers: a word beside it says the same.

    ``size`` ``"big"`` is one and a half times the text. Raises ``TemplateSyntaxError`` for an unknown name.
    """
    if name not in ICONS:
        raise template.TemplateSyntaxError(
            f"There is no icon {name!r}; the sprite has {', '.join(sorted(ICONS))}"
        )
    size_class = " i--big" if size == "big" else ""
    return format_html('<svg class="i{}" aria-hidden="true"><use href="#i-{}"/></svg>', size_class, name)


@register.simple_tag
def status(kind: str, words: str) -> SafeString:
    """A status with its own silhouette, word and colour, so that it survives a black-and-white printer.

    ``ok`` done in time, ``soon`` near its end, ``late`` done late, ``miss`` overdue, ``wait`` not yet.
    """
    if kind not in STATUS_SHAPES:
        raise template.TemplateSyntaxError(
            f"There is no status {kind!r}; take one of {', '.join(STATUS_SHAPES)}"
        )
    return format_html(
        '<span class="st st--{}"><svg aria-hidden="true"><use href="#{}"/></svg><span>{}</span></span>',
        kind,
        STATUS_SHAPES[kind],
        words,
    )


@register.inclusion_tag("sunshine/deadline_rail.html")
def deadline_rail(
    start: datetime.date,
    due: datetime.date,
    start_label: str = "",
    due_label: str = "",
    met: datetime.date | None = None,
) -> dict[str, Any]:
    """The time allowed as a line with the sun on today; overdue, the sun has passed the mark.

    ``start`` and ``due`` are days, the labels say what they are (受理, 第 60 日). ``met`` is the day when it
    was done: the line stops there and the words say so. The drawing is hidden from screen readers.
    """
    first, last = _day(start), _day(due)
    at = _day(met) if met else timezone.localdate()
    span = max((last - first).days, (at - first).days, 1)
    gone = min(max((at - first).days / span, 0), 1) * 100
    end = (last - first).days / span * 100
    return {
        "start": first,
        "due": last,
        "start_label": start_label,
        "due_label": due_label,
        "met": met,
        "on_time": at <= last,
        "over": at > last,
        "gone": f"{gone:.1f}%",
        "end": f"{max(end, 0):.1f}%",
        # The date under the mark stands on tenths: a strict content policy allows no inline style.
        "tenth": min(max(round(end / 10), 1), 9),
    }


@register.inclusion_tag("sunshine/field.html")
def field(bound: BoundField, label: str = "") -> dict[str, Any]:
    """One field of a form: label, hint, error, control, in this order; radio and tick groups as a fieldset.

    The ids are those that Django's widgets name in ``aria-describedby``. ``label`` replaces the field's own.
    """
    widget = bound.field.widget
    return {
        "field": bound,
        "label": label or bound.label,
        "is_group": bool(widget.use_fieldset),
        "is_tick": getattr(widget, "input_type", "") == "checkbox" and not widget.use_fieldset,
        "optional": not bound.field.required and not getattr(bound.field, "sometimes_needed", False),
    }


@register.inclusion_tag("sunshine/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What needs another look, for the top of the page, with links to the fields; ``page.js`` focuses it."""
    wrong = [bound for bound in form if bound.errors]
    return {
        "fields": wrong,
        "general": form.non_field_errors(),
        "count": len(wrong) + len(form.non_field_errors()),
        # A password is never written back into a page.
        "all_kept": not any(isinstance(bound.field.widget, PasswordInput) for bound in form),
    }


@register.simple_tag
def in_language(code: str) -> str:
    """`` lang="…"`` for a passage in another language than its page: ``<p{% in_language "zh-hans" %}>``."""
    if translation.get_language() == code:
        return ""
    return format_html(' lang="{}"', "zh-Hans" if code == "zh-hans" else code)


@register.filter
def han(value: Any) -> str | SafeString:
    """A text whose Chinese words a screen reader is told to be Chinese, where the page is not."""
    if translation.get_language() != "en":
        return value if isinstance(value, str) else str(value)
    marked = _HAN.sub(r'<span lang="zh-Hans">\g<0></span>', str(conditional_escape(value)))
    return mark_safe(marked)  # noqa: S308  escaped in the line above


@register.simple_tag
def lang_of(text: Any) -> str:
    """`` lang="zh-Hans"`` for an element with a text that somebody wrote in Chinese, on a page that is not."""
    return in_language("zh-hans") if _HAN.search(str(text)) else ""
