"""What this room's lines of the journal say to people."""

from typing import Final

from django.utils.translation import gettext_lazy as _

WORDS: Final = {
    "import.started": _("Gửi tệp Excel để nhập"),
    "import.confirmed": _("Đồng ý ghi tệp Excel vào sổ"),
    "import.applied": _("Ghi xong tệp Excel vào sổ"),
    "import.dropped": _("Bỏ tệp Excel, không ghi"),
    "import.undo_begun": _("Bắt đầu hoàn tác một lần nhập Excel"),
    "import.undone": _("Hoàn tác xong một lần nhập Excel"),
    "file.attached": _("Kèm tệp vào hồ sơ"),
    "file.detached": _("Gỡ tệp khỏi hồ sơ"),
}
