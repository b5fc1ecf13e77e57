"""Roles as data: what each may do, and changing it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.accounts import actions, known, queries
from txng.accounts.access import requires_right
from txng.accounts.errors import AccountsError, BadNameError
from txng.accounts.forms import RoleForm
from txng.accounts.guard import GuardedRequest
from txng.accounts.models import Role
from txng.ui import notices


@requires_right("accounts.roles")
@require_safe
def roles(request: GuardedRequest) -> HttpResponse:
    found = queries.roles()
    table = [
        (_(words), right, [right in role.rights for role in found])
        for right, words in known.rights().items()
    ]
    return render(request, "accounts/roles.html", {"roles": found, "table": table})


@requires_right("accounts.roles")
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: GuardedRequest) -> HttpResponse:
    form = RoleForm(request.POST if request.method == "POST" else None)
    return _define(request, form, None)


@requires_right("accounts.roles")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: GuardedRequest, code: str) -> HttpResponse:
    role = queries.role(request.actor, code)
    if role is None:
        raise Http404
    given = {name: getattr(role, name) for name in RoleForm.base_fields}
    form = RoleForm(request.POST if request.method == "POST" else None, initial=given)
    return _define(request, form, role)


def _define(request: GuardedRequest, form: RoleForm, role: Role | None) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            made = actions.define_role(
                by=request.actor,
                code=role.code if role is not None else form.cleaned_data["name"],
                has_to_be_new=role is None,
                **form.cleaned_data,
            )
        except BadNameError as error:
            form.refuse("name", str(error))
        except AccountsError as error:
            form.refuse("rights", str(error))
        else:
            notices.good(request, _("Đã lưu vai trò “%(role)s”.") % {"role": made})
            return redirect("accounts:roles")
    values = {"form": form, "role": role}
    return render(request, "accounts/role.html", values, status=400 if form.is_bound else 200)
