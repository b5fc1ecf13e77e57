"""Tax codes are read as people write them, and wrong ones are told what is expected."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from txng.parties import rules
from txng.parties.rules import Refused, tax_codes

NINE = st.from_regex(r"[0-9]{9}", fullmatch=True).filter(lambda text: text[2:] != "0000000")


def refused(text, kind=""):
    with pytest.raises(Refused) as caught:
        tax_codes.read(text, kind)
    return caught.value.problem


@pytest.mark.parametrize("text", ["0100233488", " 0100 233 488", "01.00233488", "0100233488\t"])
def test_spaces_and_points_do_not_matter(text):
    assert tax_codes.read(text) == tax_codes.TaxCode("0100233488", "enterprise")


@pytest.mark.parametrize(
    "text", ["0314409058-002", "0314409058002", "0314409058 002", "0314409058–002"]
)
def test_a_branch_has_one_spelling_and_knows_its_enterprise(text):
    code = tax_codes.read(text)
    assert (code.text, code.kind, code.enterprise) == ("0314409058-002", "branch", "0314409058")


def test_a_wrong_check_digit_is_told_the_right_one():
    problem = refused("0100233480")
    assert (problem.word, problem.values) == ("tax_check_digit", {"got": "0", "expected": "8"})


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("12345", "tax_length"),
        ("5801234568", "tax_never_given"),
        ("", "tax_letters"),
        ("01O0233488", "tax_letters"),
        ("０１００２３３４８８", "tax_letters"),
        ("0000000000", "tax_empty_part"),
        ("0314409058-000", "tax_empty_part"),
        ("099085001234", "tax_person_number"),
        ("068985001234", "tax_person_number"),
    ],
)
def test_what_is_wrong_has_a_name(text, word):
    assert refused(text).word == word


@pytest.mark.parametrize("kind", [rules.HOUSEHOLD, rules.BUSINESS_HOUSEHOLD])
def test_a_household_may_use_the_number_of_a_person(kind):
    code = tax_codes.read("068 085 001234", kind)
    assert (code.text, code.kind, code.enterprise) == ("068085001234", "person", "")


@pytest.mark.parametrize("kind", [rules.COMPANY, rules.COOPERATIVE])
def test_a_company_may_not(kind):
    assert refused("068085001234", kind).word == "tax_person_company"


def test_the_number_of_a_person_is_never_repeated_whole():
    assert refused("099085001234").values == {"got": "099•••••••34"}
    assert tax_codes.read("068085001234").masked == "068•••••••34"


@given(NINE)
def test_exactly_one_tenth_digit_fits_or_none(nine):
    right = [last for last in "0123456789" if fits(nine + last)]
    assert right == [tax_codes.check_digit(nine)] * bool(tax_codes.check_digit(nine))


@given(NINE, st.integers(0, 8), st.sampled_from("123456789"))
def test_one_wrong_key_is_noticed(nine, place, step):
    check = tax_codes.check_digit(nine)
    assume(check)
    changed = str((int(nine[place]) + int(step)) % 10)
    wrong = nine[:place] + changed + nine[place + 1 :] + check
    assume(wrong[2:9] != "0000000")
    assert not fits(wrong)


@given(st.text(max_size=30))
def test_anything_typed_is_read_or_refused(text):
    try:
        code = tax_codes.read(text)
    except Refused:
        return
    assert tax_codes.read(code.text) == code


def fits(text):
    try:
        return bool(tax_codes.read(text))
    except Refused:
        return False
