"""What the forms of parties share."""

from typing import Final

from django import forms

from txng.parties.place_field import PLACES_LIST, CommuneField, codes_of, place_of
from txng.ui import fields

__all__ = ["PLACES_LIST", "CommuneField", "Hidden", "codes_of", "place_of", "refuse"]

FIELDS_OF_FORMS: Final = {"commune_code": "commune", "earlier_commune_code": "commune"}
"""Where what a verb says of a field is shown."""


def refuse(form: fields.Form, field: str, sentence: str) -> None:
    """What a verb refused, at the box where it was typed."""
    name = FIELDS_OF_FORMS.get(field, field)
    form.refuse(name if name in form.fields else None, sentence)


class Hidden(forms.IntegerField):
    """The version that was seen when the form was opened."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput())
