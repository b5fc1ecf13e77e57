"""txng completion: what makes the Tab key finish txng's commands, options and files."""

import click
from click.shell_completion import get_completion_class

from txng.conf.commands.framework import command
from txng.conf.console import Console
from txng.conf.speech import gettext_noop as N_


@command(
    "completion",
    summary=N_(
        "In đoạn mã để phím Tab gợi ý lệnh, tùy chọn, tệp và tham số hỏi của txng.\n\n"
        "Thêm dòng ở phần ví dụ vào ~/.bashrc, ~/.zshrc hoặc cấu hình của fish rồi mở cửa sổ lệnh mới."
    ),
    examples=(
        'eval "$(txng completion bash)"',
        'eval "$(txng completion zsh)"',
        "txng completion fish > ~/.config/fish/completions/txng.fish",
    ),
)
@click.argument("shell", metavar="SHELL", type=click.Choice(("bash", "zsh", "fish")))
def completion(console: Console, shell: str) -> None:
    found = get_completion_class(shell)
    assert found is not None  # the three that click knows
    root = click.get_current_context().find_root().command
    script = found(root, {}, "txng", "_TXNG_COMPLETE").source()
    if console.is_json:
        console.result({"shell": shell, "script": script})
    else:
        console.line(script)
