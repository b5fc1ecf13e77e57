"""By which words a link is found: its code, its title, what the code is called, where it leads.

>>> sorted(words_of("/01/09506000134352/10/L1", "Trang", "Cà phê", "https://an.example/"))[:6]
[b'01', b'09506000134352', b'10', b'10950600013435210', b'9506000134352', b'an']
"""

from txng.ui import search


def words_of(path: str, title: str, description: str, href: str) -> frozenset[bytes]:
    """What is kept of a link. Who types the whole path has typed its digits in one."""
    key = path.split("/")[2]
    return search.index_words(
        texts=[path, *search.asked_words(path), title, description, href], codes=[key]
    )
