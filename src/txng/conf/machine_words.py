"""What the operating system says, for a person.

[Errno 2] No such file or directory: 'lo.json'  ─>  không có tệp hay thư mục này
"""

import errno
from typing import Final

from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

WORDS: Final = {
    errno.ENOENT: N_("không có tệp hay thư mục này"),
    errno.EISDIR: N_("đây là thư mục, không phải tệp"),
    errno.ENOTDIR: N_("một phần của đường dẫn là tệp, không phải thư mục"),
    errno.EEXIST: N_("đã có một tệp mang tên này"),
    errno.EACCES: N_("không có quyền"),
    errno.EPERM: N_("không có quyền"),
    errno.EROFS: N_("ổ đĩa chỉ cho đọc"),
    errno.ENOSPC: N_("đĩa đã đầy"),
    errno.EDQUOT: N_("đã hết phần đĩa được cấp"),
    errno.EIO: N_("đĩa hoặc thiết bị hỏng"),
    errno.EMFILE: N_("đang mở quá nhiều tệp"),
    errno.ENAMETOOLONG: N_("tên quá dài"),
    errno.EADDRNOTAVAIL: N_("máy này không có địa chỉ mạng đó"),
    errno.ECONNREFUSED: N_("máy kia từ chối kết nối"),
}


def words_of(error: OSError) -> str:
    """Without a full stop; in the system's own words when we have none."""
    known = WORDS.get(error.errno) if error.errno is not None else None
    return _(known) if known else error.strerror or type(error).__name__
