"""Shape of input: the file to import."""

from django.utils.translation import gettext_lazy as _

from txng.ui import fields
from txng.ui.sheets.parts import MOST_BYTES


class UploadForm(fields.Form):
    file = fields.FileField(
        _("Tệp Excel hoặc CSV"),
        most_bytes=MOST_BYTES,
        kinds=".xlsx,.csv",
        missing=_("Chọn tệp .xlsx hoặc .csv."),
        hint=_("Nhiều nhất 20 MB và 20.000 dòng. Chưa ghi gì vào sổ ở bước này."),
    )
