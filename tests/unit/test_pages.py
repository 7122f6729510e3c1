"""The knowledge pages as a whole: links, markup, errors, headers, versions, databases."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from knowledge.browse import catalogue
from knowledge.content_files import read_content
from knowledge.rendering.pages.site import BASE, SECURITY_HEADERS, STYLE, Site
from knowledge.store import build, open_store
from tests.conftest import TEA
from tests.pages import Markup, Served, crawl, rewrite, serve
from tests.unit.conftest import Serving

STATEMENTS = "green-tea/statements/all.yml"


def test_every_link_leads_somewhere(crawled: dict[str, Markup]) -> None:
    for address, page in crawled.items():
        for link in page.links:
            target, _, anchor = link["href"].partition("#")
            if target.startswith(("https://", "http://")):
                assert "noreferrer" in link["rel"], address
                continue
            whole = urlsplit(address).path + target if target.startswith("?") else target or address
            assert whole in crawled, f"{address}: {link['href']}"
            assert not anchor or anchor in crawled[whole].ids, f"{address}: {link['href']}"


def test_every_page_is_sound_markup(crawled: dict[str, Markup]) -> None:
    for address, page in crawled.items():
        assert page.faults == [], address
        assert page.headings[0] == 1, address
        assert page.headings.count(1) == 1, address
        assert all(after - before <= 1 for before, after in pairwise(page.headings)), address
        assert (page.landmarks["main"], page.landmarks["header"], page.landmarks["footer"]) == (1, 1, 1), address
        assert all(table.caption and not table.unscoped for table in page.tables), address


@pytest.mark.parametrize(
    "address",
    ["/nothing", "/sources/nothing", "/TOPIC/statements/nothing", "/TOPIC/nothing", "/a/b/c/d", "/..", "/%00"],
)
def test_an_unknown_address_says_what_to_do(served: Served, address: str) -> None:
    reply = served.get(BASE + address.replace("TOPIC", served.topic().topic.id))
    page = Markup.of(reply.body)
    assert reply.status == 404
    assert "ETag" not in reply.headers
    assert page.faults == []
    assert "Check the address" in page.text
    assert f"{BASE}/{served.topic().topic.id}" in [link["href"] for link in page.links]


def test_a_statement_is_only_found_below_its_own_topic(served: Served) -> None:
    one = served.topic().statements[0].id
    assert served.get(f"{BASE}/another-topic/statements/{one}").status == 404


def test_a_page_is_sent_once_for_each_version(serving: Serving) -> None:
    served = serving(lambda _: None)
    first = served.get(BASE)
    tag = first.headers["ETag"]
    again = served.get(BASE, tag)
    assert (again.status, again.body, again.headers["ETag"]) == (304, "", tag)
    assert served.get(BASE, f'"other", {tag}').status == 304
    assert served.get(BASE, 'W/"other"').status == 200
    assert served.get(f"{BASE}/nothing", tag).status == 404
    serving(rewrite("green-tea/topic.yml", "How green tea is brewed", "How all green tea is brewed"))
    later = served.get(BASE, tag)
    assert later.status == 200
    assert later.headers["ETag"] != tag
    assert "How all green tea is brewed" in later.body


def test_one_page_is_of_one_version(serving: Serving) -> None:
    served = serving(lambda _: None)
    with catalogue(served.engine) as opened:
        version = opened.version()
        serving(rewrite(STATEMENTS, "cooled a little", "cooled a lot"))
        texts = [row.text for row in opened.statements_of(["brew-cool"]).values()]
        assert (opened.version(), texts) == (version, ["Brew green tea with water that has cooled a little."])
    with catalogue(served.engine) as opened:
        assert opened.version() != version


def test_content_is_text_and_never_markup(serving: Serving) -> None:
    served = serving(rewrite(STATEMENTS, "turns bitter, which", 'turns <b onclick="x()">bitter</b> & "sour", which'))
    for address, page in crawl(served).items():
        assert page.faults == [], address
        assert page.tags["b"] == 0
    assert 'turns <b onclick="x()">bitter</b> & "sour"' in served.markup(f"{BASE}/green-tea/statements/bitter").text


def test_only_web_addresses_are_links(serving: Serving) -> None:
    served = serving(rewrite("sources/books.yml", "https://example.org/teapot", "javascript:alert(1)"))
    page = served.markup(f"{BASE}/sources/teapot-blog")
    assert "javascript:alert(1)" in page.text
    assert not [link for link in page.links if link["href"].startswith("javascript")]


def test_a_store_that_is_away_is_said_in_plain_words(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'knowledge.sqlite'}"
    engine = open_store(url)
    away = Served(Site(engine), engine, url, read_content(TEA))
    for address in (BASE, f"{BASE}/green-tea", f"{BASE}/sources/kettle-2020"):
        reply = away.get(address)
        page = Markup.of(reply.body)
        assert reply.status == 503
        assert int(reply.headers["Retry-After"]) > 0
        assert "ETag" not in reply.headers
        assert page.faults == []
        assert "cannot be read just now" in page.text
    assert away.get(f"{BASE}/{STYLE}").status == 200
    build(url, TEA)
    assert away.get(BASE).status == 200


def test_every_reply_forbids_scripts_frames_and_strangers(served: Served, tmp_path: Path) -> None:
    empty = open_store(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    tag = served.get(BASE).headers["ETag"]
    replies = [served.get(BASE), served.get(BASE, tag), served.get(f"{BASE}/nothing"), served.get(f"{BASE}/style.css")]
    for reply in [*replies, Site(empty).reply("", {})]:
        assert reply.headers.items() >= SECURITY_HEADERS.items()
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "unsafe" not in policy


def test_the_same_pages_come_from_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    server = serve(postgresql_url, TEA)
    file = serve(f"sqlite:///{tmp_path / 'knowledge.sqlite'}", TEA)
    addresses = set(crawl(file)) | {f"{BASE}/green-tea?q=WATER+cool", f"{BASE}/green-tea?q=%25"}
    for address in addresses:
        assert server.get(address).body == file.get(address).body, address
    assert server.get(f"{BASE}/green-tea?q=%00").status == 200
    server.engine.dispose()
    file.engine.dispose()
