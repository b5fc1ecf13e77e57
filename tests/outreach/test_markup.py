"""What authors type, and that no markup of theirs ever reaches a page."""

from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st

from txng.outreach.rules import markup
from txng.outreach.rules.markup import Picture

PIECES = st.sampled_from(
    [
        "<script>", "</p>", "<img src=x onerror=alert(1)>", '"', "'", "&lt;", "&#106;", "[a](", ")", "](",
        "javascript:alert(1)", "https://", "https://a.vn/", "//evil.vn", "/\\\\evil.vn", "## ", "- ", "1. ",
        "**", "[hình 1]", "[hình 1: <b>x</b>]", "[hình 2]", "\n", "\n\n", "\x00", "chữ ", "<", ">", "=",
        'https://a.vn/"onmouseover="x', "[<i>](https://a.vn)", "**<i>**", "<b>**x**",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join)
ALLOWED = {
    "p": set(), "h2": set(), "h3": set(), "ul": set(), "ol": set(), "li": set(), "br": set(),
    "strong": set(), "a": {"href"}, "figure": set(), "figcaption": set(), "img": {"src", "alt", "loading"},
}  # fmt: skip
PICTURES = {1: Picture('/tin/hinh/1?"&copy=<1>', 'Vườn "hoa" <b>')}


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _value in attrs]
        if tag not in ALLOWED or set(names) - ALLOWED[tag] or len(names) != len(set(names)):
            self.wrong.append(f"{tag} {attrs}")
        given = dict(attrs)
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag == "img" and (given.get("src"), given.get("alt")) != (
            PICTURES[1].source,
            PICTURES[1].alt,
        ):
            self.wrong.append(f"img {attrs}")
        if tag not in ("br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")

    def handle_comment(self, data):
        self.wrong.append(data)

    def handle_decl(self, decl):
        self.wrong.append(decl)


@given(TEXTS)
@example("[a](https://a.vn/?b&amp;c)")
def test_no_markup_of_an_author_survives(text):
    seen = Seen()
    seen.feed(markup.html(text, PICTURES))
    seen.close()
    assert seen.wrong == []
    assert seen.open == []
    assert [link for link in seen.links if link[0] != "/"] == markup.outside_links(text)
    for link in seen.links:
        assert link.startswith(("https://", "http://", "/")), link
        assert not link.startswith(("//", "/\\")), link


@given(TEXTS)
def test_the_words_alone_hold_no_tag_of_ours(text):
    told = markup.plain(text)
    assert "<figure" not in told
    assert "</li>" not in told


def test_every_form_is_written():
    text = (
        "## Bước\n- một\n- hai\n\n1. đầu\n2. sau\n\nXem [trang](/bat-dau) **ngay**\n[hình 1: Vườn]"
    )
    assert markup.html(text, PICTURES) == (
        "<h2>Bước</h2>\n<ul><li>một</li><li>hai</li></ul>\n<ol><li>đầu</li><li>sau</li></ol>\n"
        '<p>Xem <a href="/bat-dau">trang</a> <strong>ngay</strong></p>\n'
        '<figure><img src="/tin/hinh/1?&quot;&amp;copy=&lt;1&gt;"'
        ' alt="Vườn &quot;hoa&quot; &lt;b&gt;" loading="lazy">'
        "<figcaption>Vườn</figcaption></figure>"
    )


def test_an_address_that_runs_something_stays_text():
    assert markup.html("[x](javascript:alert(1))") == "<p>[x](javascript:alert(1))</p>"
    assert "<a" not in markup.html("[x](//evil.vn) [y](/\\evil.vn) [z](data:text/html,x)")


def test_a_picture_that_is_not_there_is_left_out():
    assert markup.html("[hình 9]", PICTURES) == ""
    assert markup.pictures_in("a\n[hình 2]\n[Hình 1: b]") == [2, 1]
