"""New codes: call inside the transaction of the act, so that a number is taken or nothing happened."""

from txng.parties.models import RegisterNumber
from txng.parties.rules import own_codes


def take(register: str, count: int = 1) -> list[str]:
    """`count` codes that nobody had before, in order. Others wait until this transaction ends."""
    RegisterNumber.objects.get_or_create(register=register)
    row = RegisterNumber.objects.select_for_update().get(register=register)
    first = row.last + 1
    row.last += count
    row.save(update_fields=["last"])
    return [own_codes.code_of(register, number) for number in range(first, first + count)]
