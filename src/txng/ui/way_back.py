"""The way back of somebody whom a list of tasks sent into a page of another room: "?ve=/bat-dau/viec".

    way_back.to("/tem/12", "/bat-dau/viec")        "/tem/12?ve=%2Fbat-dau%2Fviec"
    way_back.onward(request, "/tem/12/quet-thu")   the same way back on the next page, where there is one

Pages that extend ui/signed_in.html show it as a link. It never leads out of the site: an address that is not
a path of ours is no way back at all.

>>> safe("/bat-dau/viec"), safe("//evil.example"), safe("https://evil.example/"), safe("/\\\\evil.example")
('/bat-dau/viec', '', '', '')
"""

from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

NAME: Final = "ve"
LONGEST: Final = 200


def of(request: HttpRequest) -> str:
    """Where to go back to; "" for nowhere."""
    return safe(request.GET.get(NAME, ""))


def to(address: str, back: str) -> str:
    """The address with a way back."""
    if not back:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode({NAME: back})}"


def onward(request: HttpRequest, address: str) -> str:
    """The address with the way back of this page."""
    return to(address, of(request))


def safe(address: str) -> str:
    """The address, if it is a path of ours; else ""."""
    is_path = address[:1] == "/" and len(address) <= LONGEST and address.isprintable()
    return address if is_path and url_has_allowed_host_and_scheme(address, None) else ""
