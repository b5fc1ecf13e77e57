"""txng verify: a .tlog-proof against a trust policy, with no network, no database and no trust in us.

    exit 0   every step passed
    exit 2   the proof or the policy is not there, or the policy cannot be read: nothing was examined
    exit 3   examined, and not verified

It never says that goods are false: a proof that fails proves nothing.
"""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

import click

from txng.conf.commands.files import read_bytes
from txng.conf.commands.framework import command
from txng.conf.console import Console, Problem, number
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_
from txng.conf.speech import ngettext

if TYPE_CHECKING:
    from txng.tlog.errors import TlogError
    from txng.tlog.policy import Policy
    from txng.tlog.proof_file import Report, Step

NOT_VERIFIED: Final = 3
VIETNAM: Final = timezone(timedelta(hours=7))

STEPS: Final = {
    "form": N_("Đọc được bằng chứng"),
    "disclosure": N_("Nội dung mở ra đúng là điều đã cam kết"),
    "inclusion": N_("Mục có trong nhật ký"),
    "log": N_("Nhật ký đã ký điểm mốc"),
    "witnesses": N_("Đủ nhân chứng mà chính sách đòi hỏi"),
}
VERDICTS: Final = {"passed": N_("ĐẠT"), "failed": N_("HỎNG"), "skipped": N_("CHƯA XÉT")}
KINDS: Final = {
    "event": N_("sự kiện"),
    "declaration": N_("đính chính sự kiện"),
    "codes": N_("phát hành mã"),
    "recall": N_("thu hồi"),
    "cert": N_("chứng nhận"),
    "key": N_("khóa người gửi"),
    "policy": N_("danh mục, quy định"),
    "map": N_("bản đồ ngày"),
    "erase": N_("hủy phần mở"),
    "shard": N_("nối nhật ký năm trước"),
}
GROUPS: Final = {
    "core": N_("việc gì"),
    "what": N_("hàng nào"),
    "where": N_("ở đâu"),
    "qty": N_("bao nhiêu"),
    "party": N_("bên giao, bên nhận"),
    "trans": N_("chứng từ"),
    "sensor": N_("cảm biến"),
    "ilmd": N_("đặc điểm lô"),
    "cert": N_("chứng nhận kèm theo"),
    "person": N_("người"),
    "ext": N_("phần mở rộng"),
    "env": N_("lúc ghi nhận, chữ ký người gửi"),
}
REASONS: Final = {
    "MalformedError": N_("Tệp không đúng khuôn dạng, hoặc đã bị sửa."),
    "DisclosureError": N_("Nội dung kèm theo khác với điều đã ghi vào nhật ký."),
    "ProofError": N_("Các mã băm không dẫn tới gốc mà điểm mốc nêu."),
    "SignatureError": N_("Thiếu chữ ký của khóa mà chính sách tin, hoặc chữ ký không khớp."),
    "QuorumError": N_("Chưa đủ nhân chứng mà chính sách đòi hỏi."),
}


@command(
    "verify",
    summary=N_(
        "Kiểm chứng một tệp .tlog-proof theo chính sách tin cậy của chính bạn.\n\n"
        "Không dùng mạng, không hỏi máy chủ nào: mọi thứ cần có nằm trong tệp và trong chính sách"
        " (c2sp.org/tlog-policy). Mã thoát 0: đã kiểm chứng; 3: đã xét và không khớp; 2: không đọc được tệp"
        " hay chính sách. Không kiểm chứng được không có nghĩa là hàng giả."
    ),
    examples=(
        "txng verify lo-ca-phe.tlog-proof --policy chinh-sach.txt",
        "cat lo-ca-phe.tlog-proof | txng verify - --policy chinh-sach.txt --json",
    ),
)
@click.argument("file", metavar="FILE")
@click.option(
    "--policy", "policy_file", metavar="FILE", required=True, help=N_("Tệp chính sách tin cậy.")
)
def verify(console: Console, file: str, policy_file: str) -> None:
    from txng.tlog.proof_file import check

    policy = _policy(policy_file)
    report = check(read_bytes(file), policy)
    if console.is_json:
        console.result({"file": file} | _members(report, policy))
    else:
        _tell(console, file, report, policy)
    if not report.is_verified:
        raise click.exceptions.Exit(NOT_VERIFIED)


def _policy(name: str) -> "Policy":
    from txng.tlog.errors import MalformedError
    from txng.tlog.policy import parse_policy

    try:
        return parse_policy(read_bytes(name))
    except MalformedError as error:
        raise Problem(
            "bad-policy",
            _("Không đọc được chính sách %(file)s.") % {"file": name},
            _("Lấy lại chính sách từ nơi bạn tin, rồi thử lại."),
            details=(shown(str(error)),),
            members={"reason": str(error)},
        ) from None


def _tell(console: Console, file: str, report: "Report", policy: "Policy") -> None:
    name = shown(file)
    if report.is_verified and policy.asks_no_witness:
        console.line(_("CÓ TRONG NHẬT KÝ, KHÔNG NHÂN CHỨNG: %(file)s") % {"file": name})
    elif report.is_verified:
        console.line(_("ĐÃ KIỂM CHỨNG: %(file)s") % {"file": name})
    else:
        console.line(_("CHƯA KIỂM CHỨNG ĐƯỢC: %(file)s") % {"file": name})
    for step in report.steps:
        told = f"  {_(VERDICTS[step.verdict]):<9} {_(STEPS[step.name])}"
        detail = _detail(step, report)
        console.line(f"{told}: {detail}" if detail else told)
    if report.is_verified:
        _tell_contents(console, report)
        if policy.asks_no_witness:
            console.aside(
                _(
                    "Chính sách này không đòi nhân chứng nào: bạn chỉ tin lời nhật ký. Hãy dùng chính sách"
                    " có nhân chứng độc lập."
                )
            )
    else:
        console.aside(
            _(
                "Điều này không nói hàng thật hay giả. Hãy tải lại bằng chứng và chính sách; nếu vẫn"
                " không khớp, gửi tệp này cho một nhân chứng của nhật ký."
            )
        )


def _detail(step: "Step", report: "Report") -> str:
    if step.error is not None:
        return _reason(step.error)
    if step.verdict != "passed":
        return ""
    assert report.entry is not None
    assert report.checkpoint is not None
    if step.name == "form":
        return _("%(kind)s, mục số %(index)s") % {
            "kind": _(KINDS[report.entry.kind]),
            "index": number(report.index),
        }
    if step.name == "disclosure":
        return _openings(report)
    if step.name == "inclusion":
        return _("trong %(size)s mục") % {"size": number(report.checkpoint.size)}
    if step.name == "log":
        return shown(report.checkpoint.origin)
    if not report.witnesses:
        return _("không nhân chứng nào được hỏi")
    return ", ".join(
        _("%(name)s lúc %(time)s") % {"name": shown(one.name), "time": _moment(one.at)}
        for one in report.witnesses
    )


def _openings(report: "Report") -> str:
    if report.disclosed is None:
        return _("tệp không mở nội dung nào")
    opened = len(report.disclosed.groups) + bool(report.disclosed.items)
    return _("mở %(opened)s nhóm, giữ kín %(hidden)s nhóm") % {
        "opened": number(opened),
        "hidden": number(len(report.disclosed.hidden)),
    }


def _tell_contents(console: Console, report: "Report") -> None:
    assert report.entry is not None
    for name, value in report.entry.clear.items():
        console.line(f"  {name}: {shown(value)}")
    if report.disclosed is None:
        return
    for name, value in report.disclosed.groups.items():
        what = _("không có") if value is None else _json(value)
        console.line(f"  {_(GROUPS[name])}: {what}")
    if report.disclosed.items:
        count = len(report.disclosed.items)
        sentence = ngettext(
            "%(count)s món, các món khác giữ kín", "%(count)s món, các món khác giữ kín", count
        )
        console.line(f"  {_(GROUPS['what'])}: {sentence % {'count': number(count)}}")
        for value in report.disclosed.items.values():
            console.line(f"    {_json(value)}")


def _members(report: "Report", policy: "Policy") -> dict[str, Any]:
    from txng.tlog.note import to_base64

    members: dict[str, Any] = {
        "verified": report.is_verified,
        "asksNoWitness": policy.asks_no_witness,
        "steps": [_step(step) for step in report.steps],
    }
    if report.entry is not None and report.checkpoint is not None:
        members["entry"] = {
            "index": report.index,
            "kind": report.entry.kind,
            "commitment": to_base64(report.entry.commitment),
            "clear": dict(report.entry.clear),
        }
        members["checkpoint"] = {
            "origin": report.checkpoint.origin,
            "size": report.checkpoint.size,
            "root": to_base64(report.checkpoint.root),
        }
    members["log"] = str(report.log) if report.log else None
    members["witnesses"] = [
        {"name": _text(one.name), "timestamp": one.at, "time": _moment(one.at)}
        for one in report.witnesses
    ]
    members["disclosed"] = report.disclosed and {
        "groups": report.disclosed.groups,
        "items": {str(index): value for index, value in report.disclosed.items.items()},
        "hidden": report.disclosed.hidden,
    }
    return members


def _step(step: "Step") -> dict[str, str]:
    told: dict[str, str] = {"name": step.name, "verdict": step.verdict}
    if step.error is not None:
        told |= {"reason": str(step.error), "detail": _reason(step.error)}
    return told


def _reason(error: "TlogError") -> str:
    return _(REASONS[type(error).__name__])


def _moment(at: int) -> str:
    """ "2026-11-28 12:00" in Vietnam; a time that no calendar has, as its number of seconds."""
    try:
        return f"{datetime.fromtimestamp(at, UTC).astimezone(VIETNAM):%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return str(at)


def _json(value: Any) -> str:
    return shown(json.dumps(value, ensure_ascii=False))


def shown(text: str) -> str:
    """What came from a file, so that it can neither move the cursor nor turn the line round."""
    return "".join(
        letter if letter.isprintable() else ascii(letter)[1:-1] for letter in _text(text)
    )


def _text(text: str) -> str:
    """Octets that are no UTF-8, as policies may have in names, as question marks."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
