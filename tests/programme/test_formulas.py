"""The formula of an indicator: read, checked and worked out; never run as a program."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.programme.rules import formulas
from txng.programme.rules.formulas import FormulaRefused

CODES = ("codes.alive", "codes.watched", "enterprises.connected")
VALUES = {code: Decimal(number) for code, number in zip(CODES, (3, 4, 0), strict=True)}


def value(text: str) -> Decimal | None:
    return formulas.read(text).value(VALUES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("codes.alive", "3"),
        ("codes.alive + codes.watched", "7"),
        ("codes.alive - codes.watched - 1", "-2"),
        ("codes.alive / codes.watched * 100", "75"),
        ("100 * (codes.alive + 1) / codes.watched", "100"),
        ("-codes.alive + 5", "2"),
        ("codes.alive * 0,5", "1.5"),
        ("2 + 3 * codes.alive", "11"),
    ],
)
def test_a_formula_is_worked_out_as_a_person_would(text, expected):
    assert value(text) == Decimal(expected)


def test_division_by_zero_is_unknown_and_not_zero():
    assert value("codes.alive / enterprises.connected") is None
    assert value("codes.alive / (codes.watched - 4)") is None
    assert value("enterprises.connected / codes.alive") == 0


def test_an_unknown_figure_makes_the_whole_unknown():
    formula = formulas.read("codes.alive + recall.time")
    assert formula.value({"codes.alive": 3, "recall.time": None}) is None
    assert formula.value({"codes.alive": 3}) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("100", "no_figure"),
        ("codes.alive codes.watched", "unexpected"),
        ("codes.alive +", "unfinished"),
        ("(codes.alive", "unclosed"),
        ("codes.alive)", "unexpected"),
        ("codes.alive ** 2", "unexpected"),
        ("__import__('os')", "strange"),
        ("codes.alive; 1", "strange"),
        ("Codes.alive", "strange"),
        ("codes.alive % 2", "strange"),
        ("1.2.3 + codes.alive", "strange"),
        ("(" * 40 + "codes.alive" + ")" * 40, "deep"),
        ("codes.alive + " * 40 + "1", "long"),
        ("-" * 60 + "codes.alive", "deep"),
    ],
)
def test_what_is_no_formula_is_refused_with_its_place(text, word):
    with pytest.raises(FormulaRefused) as refused:
        formulas.read(text)
    assert refused.value.word == word


parts = st.recursive(
    st.sampled_from(CODES) | st.integers(0, 50).map(str),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(
        lambda one: f"({''.join(one)})"
    ),
    max_leaves=8,
)


@given(parts)
def test_the_answer_is_that_of_exact_fractions(text):
    text = f"{text} + codes.alive"
    formula = formulas.read(text)
    assert formulas.read(formula.text) == formula  # one spelling is kept
    got = formula.value(VALUES)
    names = {code.replace(".", "_"): Fraction(int(number)) for code, number in VALUES.items()}
    exact = text
    for code in CODES:
        exact = exact.replace(code, code.replace(".", "_"))
    for number in range(51):
        names[f"n{number}"] = Fraction(number)
    exact = __import__("re").sub(r"\b(\d+)\b", r"n\1", exact)
    try:
        expected = eval(exact, {"__builtins__": {}}, names)
    except ZeroDivisionError:
        assert got is None
        return
    assert got is not None
    assert abs(Fraction(got) - expected) <= abs(expected) * Fraction(1, 10**12) + Fraction(
        1, 10**12
    )


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_refused(text):
    try:
        formula = formulas.read(text)
    except FormulaRefused:
        return
    assert formula.figures
