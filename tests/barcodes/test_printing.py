"""Modules are whole dots of a printer; what is too small is told before it is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.barcodes.rules import printing


@given(
    st.sampled_from(printing.CARRIERS),
    st.floats(0.01, 3, allow_nan=False),
    st.sampled_from(printing.RESOLUTIONS),
)
def test_a_printed_module_is_a_whole_number_of_dots_and_never_larger_than_asked_for(
    carrier, module, dpi
):
    fit = printing.fitted(carrier, module, dpi)
    assert fit.module <= module + printing.SLACK * printing.INCH / dpi + 1e-4
    assert abs(fit.module * dpi / printing.INCH - fit.dots) < 0.02
    if fit.verdict in ("fine", "small for tills"):
        assert fit.dots >= 3
        assert printing.NEEDS[carrier].least - 0.005 <= fit.module


@pytest.mark.parametrize("carrier", printing.CARRIERS)
@pytest.mark.parametrize("dpi", printing.RESOLUTIONS)
def test_the_smallest_module_that_is_advised_is_readable_and_one_dot_less_is_not(carrier, dpi):
    module = printing.smallest_module(carrier, dpi)
    less = module - printing.INCH / dpi
    assert printing.fitted(carrier, module, dpi).verdict in ("fine", "small for tills")
    assert printing.fitted(carrier, less, dpi).verdict in ("too small", "coarse")


def test_the_quiet_zones_belong_to_the_size_of_a_symbol():
    assert printing.printed_size("qr", 33, 33, 0.5) == (20.5, 20.5)
    assert printing.printed_size("datamatrix", 22, 22, 0.5) == (12, 12)
    assert printing.printed_size("ean-13", 95, 1, 0.33, 18) == (pytest.approx(37.29), 18)


def test_boxes_that_only_touch_do_not_meet():
    left, right = printing.Box(0, 0, 10, 10), printing.Box(10, 0, 5, 5)
    assert not left.meets(right)
    assert left.meets(printing.Box(9.9, 9.9, 1, 1))
    assert not left.is_inside(right)
    assert right.is_inside(printing.Box(0, 0, 15, 10))
