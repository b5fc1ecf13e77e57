"""Codes that Hypothesis makes up: well-formed ones of every kind, and things nobody should send."""

from collections.abc import Callable

from hypothesis import strategies as st

from txng.gs1 import check_digit
from txng.gs1.errors import Gs1Error

SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
SET_39 = "#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def text_82(longest: int, shortest: int = 1) -> st.SearchStrategy[str]:
    return st.text(SET_82, min_size=shortest, max_size=longest)


def digits(length: int, longest: int | None = None) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=longest or length)


def checked(length: int) -> st.SearchStrategy[str]:
    """Numbers of `length` digits, the last of them right."""
    return digits(length - 1).map(lambda payload: payload + check_digit.digit_for(payload))


@st.composite
def prefix_and_reference(draw: st.DrawFn, total: int) -> str:
    prefix = draw(st.integers(6, 12).flatmap(digits))
    return f"{prefix}.{draw(digits(total - len(prefix)))}"


def escaped(text: str) -> str:
    """As an EPC URN writes it; spelt out here, because it checks the code that uses `quote`."""
    return "".join(f"%{ord(sign):02X}" if sign in '"%&/<>?#' else sign for sign in text)


SERIAL = text_82(20).map(escaped)
# extension 0 means none and is tried by example
EXTENSION = SERIAL.filter(lambda text: text != "0")
URNS = st.one_of(
    st.builds("urn:epc:id:sgtin:{}.{}".format, prefix_and_reference(13), SERIAL),
    st.builds("urn:epc:class:lgtin:{}.{}".format, prefix_and_reference(13), SERIAL),
    st.builds("urn:epc:idpat:sgtin:{}.*".format, prefix_and_reference(13)),
    st.builds("urn:epc:id:upui:{}.{}".format, prefix_and_reference(13), text_82(28).map(escaped)),
    st.builds("urn:epc:id:sscc:{}".format, prefix_and_reference(17)),
    st.builds("urn:epc:id:sgln:{}.{}".format, prefix_and_reference(12), EXTENSION),
    st.builds("urn:epc:id:sgln:{}.0".format, prefix_and_reference(12)),
    st.builds("urn:epc:id:pgln:{}".format, prefix_and_reference(12)),
    st.builds("urn:epc:id:grai:{}.{}".format, prefix_and_reference(12), text_82(16).map(escaped)),
    st.builds("urn:epc:idpat:grai:{}.*".format, prefix_and_reference(12)),
    st.builds("urn:epc:id:giai:{}.{}".format, digits(6, 12), text_82(18).map(escaped)),
    st.builds("urn:epc:id:gsrn:{}".format, prefix_and_reference(17)),
    st.builds("urn:epc:id:gsrnp:{}".format, prefix_and_reference(17)),
    st.builds("urn:epc:id:gdti:{}.{}".format, prefix_and_reference(12), text_82(17).map(escaped)),
    st.builds("urn:epc:idpat:gdti:{}.*".format, prefix_and_reference(12)),
    st.builds("urn:epc:id:sgcn:{}.{}".format, prefix_and_reference(12), digits(1, 12)),
    st.builds("urn:epc:idpat:sgcn:{}.*".format, prefix_and_reference(12)),
    st.builds(
        "urn:epc:id:cpi:{}.{}.{}".format,
        digits(6, 12),
        st.text(SET_39, min_size=1, max_size=18).map(escaped),
        st.integers(0, 10**12 - 1),
    ),
    st.builds("urn:epc:id:ginc:{}.{}".format, digits(6, 12), text_82(18).map(escaped)),
    st.builds("urn:epc:id:gsin:{}".format, prefix_and_reference(16)),
    st.builds(
        "urn:epc:id:itip:{}.{}.{}.{}".format,
        prefix_and_reference(13),
        digits(2),
        digits(2),
        SERIAL,
    ),
    st.builds(
        "urn:epc:idpat:itip:{}.{}.{}.*".format, prefix_and_reference(13), digits(2), digits(2)
    ),
)


def company_prefix_length(urn: str) -> int:
    return len(urn.split(":")[4].split(".")[0])


@st.composite
def trade_item_labels(draw: st.DrawFn) -> tuple[tuple[str, str], ...]:
    """A GTIN with what people print beside it, in the order that they print it."""
    pairs = [("01", draw(checked(14)))]
    for ai, values in (
        ("17", st.dates().map(lambda day: f"{day:%y%m%d}")),
        ("3103", digits(6)),
        ("10", text_82(20)),
        ("21", text_82(20)),
        ("422", st.just("704")),
        ("91", text_82(90)),
    ):
        if draw(st.booleans()):
            pairs.append((ai, draw(values)))
    return tuple(pairs)


PIECES_OF_CODES = st.sampled_from(
    [
        *(
            "urn:epc:",
            "id:",
            "class:",
            "idpat:",
            "sgtin:",
            "itip:",
            "cpi:",
            "sgln:",
            ".",
            "*",
            "a:",
        ),
        *(
            "https://",
            "id.gs1.org",
            "/01/",
            "/00/",
            "/414/",
            "/8003/",
            "/10/",
            "/21/",
            "?",
            "&",
            "#",
        ),
        *("09506000134352", "4012345", "17=", "%", "%2F", "%ZZ", "(01)", "(", ")", "\\(", "]d2"),
        *("]C1", "]Q1", "\x1d", "01", "10", "00", "8006", "\x00", "\n", " ", "\u200b", "\u202e"),
        *("\ud800", "Đà Lạt", "²", "٣"),
    ]
)
HOSTILE = st.one_of(st.text(), st.lists(PIECES_OF_CODES, max_size=14).map("".join))


def refusal(read: Callable[[str], object], text: str) -> str:
    """The message with which `text` is refused, "" where it is read; other errors come through."""
    try:
        read(text)
    except Gs1Error as error:
        return str(error)
    return ""


def is_fit_for_a_log(message: str) -> bool:
    return message == "" or (
        message.startswith("Expected ")
        and " got " in message
        and message.isprintable()
        and len(message) < 700
    )
