"""Dead-code watch: real pages on real sockets, and the verdict on each."""

import http.server
import ipaddress
import threading
from collections.abc import Iterator

import pytest

from tests import people
from tests.resolver.test_links import CODE, PAGE, an, may
from txng.accounts.actors import operator
from txng.resolver import actions, checking, link_queries, probes
from txng.resolver.models import Probe

__all__ = ["an"]

LOOPBACK = [ipaddress.ip_network("127.0.0.0/8")]
WORDS = (
    b"<html><head><title>x</title></head><body><p>"
    + b"Ca phe rang xay tu huyen. " * 9
    + b"</p></body>"
)


class Site(http.server.BaseHTTPRequestHandler):
    """Some good pages, and every way in which a page can be bad."""

    def do_GET(self) -> None:
        where, headers, status, body = self.path, {"Content-Type": "text/html"}, 200, WORDS
        if where == "/empty":
            body = (
                b"<html><head><title>Only a title</title></head><body><script>x=1</script></body>"
            )
        elif where == "/nothing":
            body, headers = b"", {"Content-Type": "application/pdf"}
        elif where == "/pdf":
            body, headers = b"%PDF-1.7", {"Content-Type": "application/pdf"}
        elif where in ("/gone", "/broken"):
            status = {"/gone": 404, "/broken": 500}[where]
        elif where == "/moved":
            status, headers["Location"] = 302, "/good"
        elif where == "/away":
            status, headers["Location"] = 307, "https://evil.example/"
        elif where == "/inside":
            status, headers["Location"] = 301, "http://10.0.0.5/admin"
        elif where == "/circle":
            status, headers["Location"] = 307, "/circle"
        elif where == "/choices":
            status = 300
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        ("/good", "ok"),
        ("/moved", "ok"),
        ("/pdf", "ok"),
        ("/choices", "ok"),
        ("/empty", "empty"),
        ("/nothing", "empty"),
        ("/gone", "dead"),
        ("/broken", "dead"),
        ("/circle", "dead"),
        ("/away", "off-domain"),
        ("/inside", "off-domain"),
    ],
)
def test_a_page_is_judged_by_where_it_ends(host, path, verdict):
    finding = probes.follow(f"http://{host}{path}", {host}, look=probes.looking(LOOPBACK))
    assert finding.verdict == verdict, finding


def test_nobody_there_is_dead_and_an_address_inside_is_never_called(host):
    look = probes.looking(LOOPBACK)
    assert probes.follow("http://127.0.0.1:1/", {"127.0.0.1:1"}, look=look).verdict == "dead"
    # approved by mistake, or a name that was pointed at our own network after it was approved
    strict = probes.looking([], resolve=lambda _host, _port: ["10.0.0.5"])
    finding = probes.follow("https://an.example/", {"an.example"}, look=strict)
    assert finding.verdict == "refused"
    assert "10.0.0.5" in finding.detail
    assert (
        probes.follow(f"http://{host}/good", {host}, look=probes.looking([])).verdict == "refused"
    )


@pytest.mark.django_db(transaction=True)
def test_a_check_keeps_what_it_finds_of_links_and_of_printed_ranges(an, host, settings):
    settings.WEBHOOK_NETWORKS = tuple(LOOPBACK)
    binh = may(people.binh(), "links")
    row = actions.request_host(by=an, host=host)
    actions.approve_host(by=binh, host_id=row.pk)
    content = PAGE.__class__("gs1:pip", f"http://{host}/good", "Trang", default="yes")
    actions.register_link(by=an, code=CODE, content=content)
    gone = content.__class__("gs1:epil", f"http://{host}/gone", "Hướng dẫn")
    actions.register_link(by=an, code=CODE, content=gone)
    waiting = content.__class__("gs1:certificationInfo", f"http://{host}/{{10}}", "Theo lô")
    actions.register_link(by=an, code=CODE, content=waiting)
    samples = [f"http://{host}/good", f"http://{host}/away", "http://127.0.0.1:1/01/1"]
    actions.record_range(by=an, name="Tem", samples=samples)
    assert link_queries.last_probes(an).never == 4
    told: list[Probe] = []
    found = checking.check(by=operator(), told=told.append)
    assert [probe.verdict for probe in found] == ["ok", "dead", "ok", "off-domain", "off-domain"]
    assert told == found
    watch = link_queries.last_probes(an)
    assert watch.counts == {"ok": 2, "dead": 1, "off-domain": 2}
    assert sorted(probe.url for probe in watch.bad) == sorted([gone.href, samples[1], samples[2]])
    assert watch.never == 1, "a link that needs a lot is tried by nobody"
    checking.check(by=operator())
    assert link_queries.last_probes(an).counts == watch.counts, "only the newest verdict counts"
    assert not link_queries.last_probes(may(people.dung(), "links")).bad
