"""What elements that the editor does not make are taken for."""

RENAMED = {
    **dict.fromkeys(("b",), "strong"),
    **dict.fromkeys(("i", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("strike", "del"), "s"),
    **dict.fromkeys(("tt", "samp"), "code"),
    **dict.fromkeys(("listing", "xmp", "plaintext"), "pre"),
    **dict.fromkeys(("dir", "menu"), "ul"),
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "tfoot": "tbody",
}

# Elements that stand within a line; every other unknown one keeps the words before and after it apart.
WITHIN_A_LINE = frozenset(
    {"abbr", "acronym", "bdi", "bdo", "big", "blink", "data", "font", "ins", "label", "nobr", "output", "q"}
    | {"rb", "ruby", "small", "span", "time", "tspan", "u", "wbr"}
    | {"math", "mfrac", "mi", "mn", "mo", "mrow", "ms", "msqrt", "msub", "msubsup", "msup", "mtext"}
    | {"html", "head", "body"}
)
