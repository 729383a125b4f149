"""A visitor whose browser knows pages, cookies and forms, and nothing else."""

from __future__ import annotations

import html
import json
import re
import secrets
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from http.cookiejar import CookieJar
from typing import Any

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" (?:value="([^"]*)")?')
AREA = re.compile(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)

Files = list[tuple[str, str, bytes]]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def unseen(self) -> dict[str, str]:
        """What a form of the page carries without showing it."""
        return {name: html.unescape(value) for name, value in HIDDEN.findall(self.text)}

    @property
    def written(self) -> dict[str, str]:
        """The texts that stand in the page's form."""
        return {name: html.unescape(value) for name, value in AREA.findall(self.text)}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


class Visitor:
    """Asks a site and says what it answered, redirects as they are."""

    def __init__(self, url: str, context: ssl.SSLContext | None = None, host: str = "") -> None:
        self.url = url
        self.named = {"Host": host} if host else {}
        self.page = f"https://{host}" if host else url
        handlers: list[Any] = [urllib.request.HTTPCookieProcessor(CookieJar()), _Stay()]
        handlers += [urllib.request.HTTPSHandler(context=context)] if context else []
        self.opener = urllib.request.build_opener(*handlers)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask(urllib.request.Request(self.url + path, headers=self.named | headers))

    def send_form(self, path: str, fields: dict[str, str], files: Files | None = None) -> Answer:
        """Press the button of a form of this page."""
        boundary = secrets.token_hex(16)
        body = b"".join(_part(boundary, f'name="{name}"', value.encode()) for name, value in fields.items())
        for name, file_name, content in files or []:
            body += _part(boundary, f'name="{name}"; filename="{file_name}"', content)
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Referer": self.page + path,
        } | self.named
        return self._ask(
            urllib.request.Request(self.url + path, body + f"--{boundary}--\r\n".encode(), headers)
        )

    def send_json(self, path: str, body: object, **headers: str) -> Answer:
        sent = json.dumps(body).encode()
        return self._ask(
            urllib.request.Request(
                self.url + path, sent, {"Content-Type": "application/json"} | self.named | headers
            )
        )

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=60) as response:
                return Answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.headers, refused.read())


def _part(boundary: str, disposition: str, content: bytes) -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    return head.encode() + content + b"\r\n"
