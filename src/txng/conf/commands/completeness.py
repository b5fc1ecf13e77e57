"""txng completeness: what of a product's story is missing, and who could tell it."""

from typing import TYPE_CHECKING, Any

import click

from txng.conf.commands.codes import asked, names, unknown_code
from txng.conf.commands.framework import command, require_initialised, start_django
from txng.conf.console import FOUND, Console, Problem
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_
from txng.conf.speech import spoken

if TYPE_CHECKING:
    from txng.trace.completeness import Completeness


@command(
    "completeness",
    summary=N_(
        "Hồ sơ truy xuất còn thiếu gì, ai có thể khai.\n\n"
        "Xét mười thông tin và bốn nguyên tắc của Thông tư 02/2024, hộ chiếu số, dữ liệu chính của ngành."
        " Mặc định xét theo luật và theo nhóm sản phẩm. --profile xét theo một bộ yêu cầu, kể cả thị trường"
        " xuất khẩu; --profiles liệt kê các bộ. Kết thúc với mã 3 khi còn thiếu."
    ),
    examples=(
        "txng completeness '(01)09521234000013(10)LOT-1'",
        "txng completeness --profile market-eudr '(01)09521234000013(10)LOT-1'",
        "txng completeness --profiles",
    ),
)
@click.argument("code", metavar="CODE", required=False)
@click.option("--profile", metavar="ID", help=N_("Chỉ xét theo bộ yêu cầu này."))
@click.option("--profiles", "is_list", is_flag=True, help=N_("Liệt kê các bộ yêu cầu rồi dừng."))
def completeness(console: Console, code: str | None, profile: str | None, is_list: bool) -> None:
    if is_list:
        _list(console)
        return
    if code is None:
        raise click.MissingParameter(param_hint="CODE", param_type="argument")
    require_initialised()
    from txng.accounts import actors
    from txng.repository import queries
    from txng.trace import profile as profiles

    if profile is not None and profile not in profiles.shipped():
        raise Problem(
            "unknown-profile",
            _("Không có bộ yêu cầu “%(profile)s”.") % {"profile": profile},
            _("Xem danh sách: txng completeness --profiles"),
        )
    found = asked(code, lambda: queries.completeness(actors.operator(), code, profile))
    if not any(one.is_known for one in found):
        raise unknown_code(found[0].thing)
    if console.is_json:
        console.result([_with_sentences(one) for one in found])
    else:
        console.line(found[0].thing)
        console.line(names().thing(found[0].thing))
        for one in found:
            _tell(console, one)
    if not all(one.is_complete for one in found):
        raise click.exceptions.Exit(FOUND)


def _list(console: Console) -> None:
    start_django()
    from txng.repository.wording import completeness as words
    from txng.trace import profile as profiles

    known = sorted(profiles.shipped().values(), key=lambda one: (one.kind, one.id))
    if console.is_json:
        console.result(
            [
                {"id": one.id, "kind": one.kind, "vi": one.vi, "en": one.en, "source": one.source}
                for one in known
            ]
        )
        return
    for one in known:
        console.line(one.id)
        console.line(f"    {words.name(one)}")
        console.line(f"    {one.source_en if spoken() == 'en' else one.source}")


def _with_sentences(found: "Completeness") -> dict[str, Any]:
    """The answer for a machine, with what is missing in the spoken language."""
    from txng.repository.wording import completeness as words

    told = found.as_dict() | {"sentence": words.headline(found)}
    told["missing"] = [
        *(words.missing_step(step) for step in found.missing_steps),
        *(words.missing(one) for one in found.missing if not one.is_step_missing),
    ]
    return told


def _tell(console: Console, found: "Completeness") -> None:
    from txng.repository.wording import completeness as words

    console.line()
    console.line(words.headline(found))
    for step in found.missing_steps:
        console.line(f"  {words.missing_step(step)}")
    for one in found.missing:
        if not one.is_step_missing:
            console.line("  " + _("Thiếu: %(what)s") % {"what": words.missing(one)})
    for principle in found.principles():
        console.line(f"  {words.principle(principle)}")
    if not found.sees_all:
        console.line(f"  {words.partial_view()}")
