"""What browsers do by themselves: the style of every element before any sheet, after the HTML standard's rendering.

Only the properties of the cascade; agreement with a browser is measured (docs/benchmarks.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from grading.web.css import Declaration, read_declarations
from grading.web.model import WebPage

_BLOCKS = """
html address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form
h1 h2 h3 h4 h5 h6 header hgroup hr legend listing main menu nav ol optgroup option p plaintext pre search section
ul xmp frameset frame
"""
_UNSEEN = "head style script title meta link base template area param noframes noembed datalist source track"
_SHEET = """
li summary: display: list-item
table: display: table; border-collapse: separate
caption: display: table-caption; text-align: center
colgroup: display: table-column-group
col: display: table-column
thead: display: table-header-group; vertical-align: middle
tbody: display: table-row-group; vertical-align: middle
tfoot: display: table-footer-group; vertical-align: middle
tr: display: table-row; vertical-align: inherit
td: display: table-cell; vertical-align: inherit; padding: 1px
th: display: table-cell; vertical-align: inherit; padding: 1px; font-weight: bold; text-align: center
input select button textarea meter progress marquee: display: inline-block
body: margin: 8px
p dl multicol: margin-top: 1em; margin-bottom: 1em
h1: margin-top: 0.67em; margin-bottom: 0.67em; font-size: 2em; font-weight: bold
h2: margin-top: 0.83em; margin-bottom: 0.83em; font-size: 1.5em; font-weight: bold
h3: margin-top: 1em; margin-bottom: 1em; font-size: 1.17em; font-weight: bold
h4: margin-top: 1.33em; margin-bottom: 1.33em; font-weight: bold
h5: margin-top: 1.67em; margin-bottom: 1.67em; font-size: 0.83em; font-weight: bold
h6: margin-top: 2.33em; margin-bottom: 2.33em; font-size: 0.67em; font-weight: bold
blockquote figure: margin: 1em 40px
dd: margin-left: 40px
ul menu dir: margin-top: 1em; margin-bottom: 1em; padding-left: 40px; list-style-type: disc
ol: margin-top: 1em; margin-bottom: 1em; padding-left: 40px; list-style-type: decimal
pre listing xmp plaintext: margin-top: 1em; margin-bottom: 1em; font-family: monospace
tt code kbd samp: font-family: monospace
hr: margin: 0.5em auto; border: 1px inset gray; color: gray; overflow: hidden
fieldset: margin-left: 2px; margin-right: 2px; padding: 0.35em 0.75em 0.625em; border: 2px groove
legend: padding-left: 2px; padding-right: 2px
b strong: font-weight: bolder
i em cite var dfn address: font-style: italic
u ins: text-decoration: underline
s strike del: text-decoration: line-through
big: font-size: larger
small: font-size: smaller
sub: vertical-align: sub; font-size: smaller
sup: vertical-align: super; font-size: smaller
mark: background-color: yellow; color: black
center: text-align: -webkit-center
iframe: border: 2px inset
"""
_NESTED = ("list-style-type: circle", "list-style-type: square")
_NO_MARGINS = "margin-top: 0; margin-bottom: 0"
_QUIRKY_TABLE = "font-size: medium; font-weight: normal; font-style: normal; line-height: normal; text-align: left"
OF_BODY = "\0body"
"""The colour of the page's body."""

_LINK = "color: #0000ee; text-decoration: underline"
LISTS = frozenset({"ul", "ol", "menu", "dir", "dl"})
DOTTED = LISTS - {"ol", "dl"}


def _by_tag() -> dict[str, tuple[Declaration, ...]]:
    made: dict[str, tuple[Declaration, ...]] = {}
    lines = [f"{' '.join(_BLOCKS.split())}: display: block", f"{_UNSEEN}: display: none", *_SHEET.strip().splitlines()]
    for line in lines:
        tags, _colon, own = line.partition(": ")
        for tag in tags.split():
            made[tag] = (*made.get(tag, ()), *read_declarations(own))
    return made


BY_TAG = _by_tag()


def defaults(page: WebPage, place: int) -> Iterator[Declaration]:
    """Yield what a browser does with an element before anything is written for it."""
    node = page.nodes[place]
    yield from BY_TAG.get(node.tag, ())
    if node.tag in LISTS:
        around = [page.nodes[one].tag for one in page.above(place) if page.nodes[one].tag in LISTS]
        if around:
            yield from read_declarations(_NO_MARGINS)
            depth = len([tag for tag in around if tag != "dl"])
            if node.tag in DOTTED and depth:
                yield from read_declarations(_NESTED[min(depth, 2) - 1])
    if node.tag == "a" and "href" in node.attributes:
        yield from read_declarations(_LINK)
    if node.tag == "table" and page.quirks:
        yield from read_declarations(_QUIRKY_TABLE)
        yield Declaration("color", OF_BODY)
