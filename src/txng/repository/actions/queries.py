"""Give a question a name, and take the name away: `POST /queries`, `DELETE /queries/{name}`."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.epcis.errors import (
    EpcisException,
    QueryParameterException,
    QueryTooComplexException,
    QueryValidationException,
    ResourceAlreadyExistsException,
)
from txng.epcis.query.doors import parse_json
from txng.repository import rules
from txng.repository.models import NamedQuery
from txng.repository.queries import named
from txng.repository.queries.named import holder_of
from txng.repository.queries.paging import owner_of


def create_query(
    *,
    by: Actor,
    name: str,
    definition: Mapping[str, Any],
    namespaces: Mapping[str, str] | None = None,
) -> NamedQuery:
    """Keep a question under a name that is unique in the actor's organisation.

    `definition` holds the members of "query", as the standard's query schema draws them; `namespaces`
    are prefixes of the request. What is kept has full names, so it means the same whoever runs it.
    Raises QueryValidationException, ResourceAlreadyExistsException, SecurityException.
    """
    owner_of(by)  # may ask at all
    if not isinstance(name, str) or not rules.is_good_name(name):
        raise QueryValidationException(
            f"Expected a name of 1 to {rules.LONGEST_NAME} letters, digits and . _ ~ + - in name,"
            f" got {name!r:.100}",
            detail_vi=f"Tên câu hỏi cần từ 1 đến {rules.LONGEST_NAME} chữ, số hoặc các dấu . _ ~ + -",
        )
    try:
        query = parse_json(definition, namespaces)
        parse_json(query.as_json())  # or it could be kept and never run: a name space with a blank
    except (QueryParameterException, QueryTooComplexException) as error:
        raise _as_validation(error) from error
    holder = holder_of(by)
    try:
        with transaction.atomic():
            if NamedQuery.objects.filter(owner=holder).count() >= rules.MOST_QUERIES:
                raise QueryValidationException(
                    f"Expected at most {rules.MOST_QUERIES} named queries, got one more",
                    detail_vi=f"Mỗi tổ chức đặt tên được cho {rules.MOST_QUERIES} câu hỏi. Xóa bớt"
                    " câu hỏi không còn dùng.",
                )
            made = NamedQuery.objects.create(
                owner=holder, name=name, definition=query.as_json(), created_by=by.name
            )
            journal.record(by, "query.created", made, name=name)
    except IntegrityError:
        raise ResourceAlreadyExistsException(
            f"Expected a name that is free, got {name!r}",
            detail_vi=f"Đã có câu hỏi tên “{name}”. Chọn tên khác, hoặc xóa câu hỏi cũ trước.",
        ) from None
    return made


@transaction.atomic
def delete_query(*, by: Actor, name: str) -> None:
    """Forget a named query; its subscriptions end with it. Raises NoSuchResourceException."""
    found = named.named_query(by, name)
    subscriptions = found.subscriptions.count()
    journal.record(by, "query.deleted", found, name=name, subscriptions=subscriptions)
    found.delete()


def _as_validation(error: EpcisException) -> QueryValidationException:
    return QueryValidationException(
        error.detail, detail_vi=error.detail_vi, findings=error.findings
    )
