"""Text as it may be stored, whatever it was sent as."""

import re

_BYTE_ORDER_MARK, _BIDI_OVERRIDES, _NO_CHARACTERS = (0xFEFF,), (0x202D, 0x202E), (0xFFFE, 0xFFFF)
_UNSEEN: dict[int, str | None] = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA0), *_BYTE_ORDER_MARK, *_BIDI_OVERRIDES, *_NO_CHARACTERS)
)
_UNSEEN |= {ord("\t"): "\t", ord("\n"): "\n", 0x0B: " ", 0x0C: " ", 0x2028: "\n", 0x2029: "\n"}
# Windows-1252 text that was read as Latin-1 shows up as C1 controls; browsers read them this way too.
_UNSEEN |= {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ud800-\udfff\ufeff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """Return text without what no one can see or no one can store; never raises.

    Control characters, byte order marks and bidirectional overrides (which make words read as what
    they are not) go; line separators become line ends; broken surrogates become U+FFFD. Isolates,
    embeddings and joiners stay: Arabic, Hebrew and Persian need them.
    """
    if not _ODD.search(text):
        return text
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN)
