"""What ``deploy/`` shows, tried: nginx with that configuration before the server under production settings."""

from __future__ import annotations

import http.client
import io
import json
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from web.plainly import Visitor
from web.proxied import DEPLOY, HOST, Deployed, deployed

no_nginx = pytest.mark.skipif(not shutil.which("nginx"), reason="no reverse proxy: nginx is not installed")
ONCE = [
    "Strict-Transport-Security",
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
]
MATTER = {
    "petition_class": "appeal",
    "title": "高标准农田的渠比田高",
    "body": "今年新修的渠，渠底比我们那一片田高出二十多公分，水放不进去，要求返工。",
    "region": "990121103204",
    "identity": "anonymous",
    "truth": "on",
    "privacy": "on",
}
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def site(site_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    with deployed(tmp_path_factory.mktemp("deployed"), site_template) as running:
        yield running


@pytest.fixture
def visitor(site: Deployed) -> Visitor:
    return site.visitor()


@no_nginx
class TestBehindNginx:
    def test_http_leads_to_the_same_page_over_tls(self, site: Deployed) -> None:
        answer = Visitor(f"http://127.0.0.1:{site.http}", host=HOST).get("/petition/new/?region=1")
        assert answer.status == 301
        assert answer.headers["Location"] == f"https://{HOST}/petition/new/?region=1"

    @pytest.mark.parametrize("path", ["/", "/petition/new/", "/track/", "/en/track/", "/nowhere/"])
    def test_each_header_of_safety_is_there_once(self, visitor: Visitor, path: str) -> None:
        answer = visitor.get(path)
        assert {name: len(answer.headers.get_all(name, [])) for name in ONCE} == dict.fromkeys(ONCE, 1)
        assert not re.search(r"\d", answer.headers["Server"]), "which version it is helps attackers alone"

    def test_style_sheets_come_through_and_may_be_kept(self, visitor: Visitor) -> None:
        sheet = re.search(r'href="(/static/[^"]+\.css)"', visitor.get("/track/").text)
        assert sheet
        answer = visitor.get(sheet[1])
        assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/css")
        assert "immutable" in answer.headers["Cache-Control"]

    def test_a_petition_with_a_photo_goes_through(self, visitor: Visitor) -> None:
        out = io.BytesIO()
        Image.effect_noise((2000, 1500), 90).save(out, "JPEG", quality=98)
        form = MATTER | visitor.get("/petition/new/").unseen
        sent = visitor.send_form("/petition/new/", form, [("files", "渠.jpg", out.getvalue())])
        assert (sent.status, sent.headers["Location"]) == (302, "/petition/receipt/"), sent.text[:2000]
        assert visitor.get("/petition/receipt/").status == 200

    def test_as_much_as_a_form_may_hold_reaches_the_application(self, visitor: Visitor) -> None:
        files = [("files", f"{number}.bin", b"\0" * 10 * MEGABYTE) for number in range(9)]
        form = MATTER | visitor.get("/petition/new/").unseen
        answer = visitor.send_form("/petition/new/", form, files)
        assert answer.status == 200 and "8.bin" in answer.text, "refused by name, for what they are"

    def test_more_is_refused_in_chinese_and_in_english(self, site: Deployed) -> None:
        status, headers, body = announce(site, "/petition/new/", 101 * MEGABYTE)
        assert status == 413 and headers["Content-Type"].startswith("text/html")
        assert "收不下" in body and "more than the site takes" in body

    def test_more_is_a_problem_to_a_programme(self, site: Deployed) -> None:
        status, headers, body = announce(site, "/api/v1/petitions/", 4 * MEGABYTE)
        assert status == 413 and headers["Content-Type"] == "application/problem+json"
        assert json.loads(body)["status"] == 413

    def test_who_asks_is_believed_of_the_proxy_alone(self, site: Deployed) -> None:
        """By the limit on guessing, which counts addresses: it can neither be dodged nor put on somebody else."""
        assert [guess(site, "127.0.0.5", claimed=f"203.0.113.{n}") for n in range(31)] == [404] * 30 + [429]
        assert guess(site, "127.0.0.6", claimed="127.0.0.5") == 404, "another visitor, whatever is claimed"
        assert guess_directly(site, "127.0.0.7", claimed="127.0.0.5") == 404, "nor past the proxy"

    def test_nothing_is_written_down_of_who_came(self, site: Deployed, visitor: Visitor) -> None:
        for path in ("/petition/new/", "/track/", "/track/lost/", "/nowhere/", "/petition/%zz"):
            visitor.get(path)
        announce(site, "/petition/new/", 101 * MEGABYTE)
        written = {path.name: path.read_text(errors="replace") for path in site.folder.glob("*.log")}
        assert written.pop("access.log", "") == ""
        told = "".join(written.values())
        assert "/petition/" not in told and "/track/" not in told
        assert not re.search(r"127\.0\.0\.[567]|Python-urllib", told)

    def test_when_the_application_is_away_it_is_said_in_plain_words(
        self, site: Deployed, visitor: Visitor
    ) -> None:
        """The last of these: it stops the server."""
        site.server.terminate()
        site.server.wait(20)
        page = visitor.get("/petition/new/")
        assert page.status == 502 and "本站暂时打不开" in page.text
        problem = visitor.get("/api/v1/regions/")
        assert problem.status == 503 and json.loads(problem.content)["status"] == 503


def announce(site: Deployed, path: str, length: int) -> tuple[int, http.client.HTTPMessage, str]:
    """Say how much would come, and send none of it."""
    connection = http.client.HTTPSConnection("127.0.0.1", site.https, context=site.certificate, timeout=30)
    headers = {"Host": HOST, "Content-Length": str(length), "Content-Type": "application/json"}
    connection.request("POST", path, headers=headers)
    with connection.getresponse() as answer:
        return answer.status, answer.headers, answer.read().decode()


def guess(site: Deployed, address: str, claimed: str) -> int:
    """The answer to a wrong number, asked from an address of this machine that claims to be another."""
    connection = http.client.HTTPSConnection(
        "127.0.0.1", site.https, context=site.certificate, timeout=30, source_address=(address, 0)
    )
    return _guess(connection, claimed)


def guess_directly(site: Deployed, address: str, claimed: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", site.inner, timeout=30, source_address=(address, 0))
    return _guess(connection, claimed)


def _guess(connection: http.client.HTTPConnection, claimed: str) -> int:
    headers = {
        "Host": HOST,
        "X-Forwarded-For": claimed,
        "X-Forwarded-Proto": "https",
        "X-Query-Password": "x",
    }
    connection.request("GET", f"/api/v1/petitions/2026-{secrets.token_hex(4)}/", headers=headers)
    with connection.getresponse() as answer:
        return answer.status


no_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed"
)
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


@no_systemd
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_is_sound_and_open_to_little(unit: Path, tmp_path: Path) -> None:
    """Its programme is looked for where it would be installed: here another stands for it."""
    copy = tmp_path / unit.name
    text, programmes = re.subn(r"ExecStart=/opt/\S+", "ExecStart=/bin/true", unit.read_text(encoding="utf-8"))
    copy.write_text(text, encoding="utf-8")
    assert programmes == 1
    done = subprocess.run(
        ["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if unit.name in line]) == (0, [])
    judge = ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(copy)]
    done = subprocess.run(judge, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
