"""Hypothesis strategies: tag soup as an attacker or a bad paste makes it, and bodies as the editor makes them."""

from html import escape

from hypothesis import strategies as st

_TAGS = (
    "p h1 h2 h3 h4 ul ol li table caption thead tbody tfoot tr th td blockquote aside figure figcaption pre code "
    "strong b em i s a mark kbd sub sup br hr img div span section script style svg math title textarea noscript "
    "template iframe select option form button input font center dl dt dd html head body mi mtext desc foreignObject"
).split()
_ATTRIBUTES = [
    "",
    ' href="https://example.org/"',
    ' href="/wiki/page/"',
    " href=javascript:alert(1)",
    ' src="/files/a.png"',
    " src=x onerror=alert(1)",
    ' id="b7k2m3qa4zx"',
    ' id="location"',
    ' class="x"',
    ' data-callout="note"',
    ' data-type="taskList"',
    ' data-type="taskItem" data-checked="true"',
    " start=3 colspan=2",
    ' title="a &quot;b&quot; <c>"',
    ' style="position:fixed"',
]
_WORDS = [
    "word",
    "two words",
    " ",
    "\n",
    "\n\n",
    "<",
    ">",
    "&",
    "&lt;b&gt;",
    "&nbsp;",
    "&#x202e;",
    "&#0;",
    "&amp;lt;",
    "https://example.org/a_(b)?c=1&d=2.",
    "http://intranet/x),",
    "<!-- note -->",
    "<![CDATA[x]]>",
    "\x00",
    "\ud800",
    "\u202etxt",
    "ünïcødé",
    "本",
    "]]>",
    '"',
    "'",
]
_opens = st.builds(
    lambda tag, attribute: f"<{tag}{attribute}>", st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES)
)
_closes = st.sampled_from(_TAGS).map(lambda tag: f"</{tag}>")
_pieces = st.one_of(_opens, _closes, st.sampled_from(_WORDS), st.text(max_size=8))

tag_soup = st.lists(_pieces, max_size=40).map("".join)

_word = st.sampled_from(
    "open the chart save dose ward nurse call check press wait read sign note lift".split()
)
_line = st.lists(_word, min_size=1, max_size=6).map(" ".join)


def _list(tag: str) -> st.SearchStrategy[str]:
    return st.lists(_line, min_size=1, max_size=4).map(
        lambda lines: f"<{tag}>" + "".join(f"<li><p>{escape(line)}</p></li>" for line in lines) + f"</{tag}>"
    )


_block = st.one_of(
    _line.map("<p>{}</p>".format),
    _line.map("<p>Then <strong>{}</strong>.</p>".format),
    _line.map("<h2>{}</h2>".format),
    _line.map("<h3>{}</h3>".format),
    _line.map("<pre>{}</pre>".format),
    _line.map("<blockquote><p>{}</p></blockquote>".format),
    _line.map('<aside data-callout="note"><p>{}</p></aside>'.format),
    _list("ul"),
    _list("ol"),
    st.tuples(_line, _line).map(
        "<table><tbody><tr><td>{0[0]}</td><td>{0[1]}</td></tr></tbody></table>".format
    ),
    st.just('<figure><img src="/files/a.png" alt="A picture"></figure>'),
    st.just("<hr>"),
)

editor_bodies = st.lists(_block, max_size=8).map("".join)
