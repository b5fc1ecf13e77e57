"""What the room decides, in plain Python: values in, verdict with reasons out.

serials   13 signs that nobody guesses          quotas   how many labels a lot may have
keys      the next GTIN, GLN, SSCC of a prefix  life     which step follows which, and who may take it
printing  millimetres, modules, printer dots    fields   what the law wants on a label
fees      what a prefix costs, when it is due
"""

from typing import Final


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


N_ = gettext_noop

SEE: Final = "barcodes.see"
KEEP_PREFIXES: Final = "barcodes.keep_prefixes"
ALLOCATE: Final = "barcodes.allocate"
ISSUE: Final = "barcodes.issue"
PRINT: Final = "barcodes.print"
SCAN_BACK: Final = "barcodes.scan_back"
ACTIVATE: Final = "barcodes.activate"
END: Final = "barcodes.end"
EXCEED: Final = "barcodes.exceed"
SET_FEES: Final = "barcodes.set_fees"

RIGHTS: Final = {
    SEE: N_("Xem mã số mã vạch, lô tem và hạn mức"),
    KEEP_PREFIXES: N_("Khai mã doanh nghiệp GS1 và hồ sơ xin cấp mã"),
    ALLOCATE: N_("Cấp GTIN, GLN, SSCC và mã nội bộ"),
    ISSUE: N_("Tạo lô tem có số sê-ri"),
    PRINT: N_("Thiết kế và in tem"),
    SCAN_BACK: N_("Quét thử tem vừa in"),
    ACTIVATE: N_("Kích hoạt tem, ghi tem đã xuất hoặc đã bán"),
    END: N_("Hủy tem"),
    EXCEED: N_("Cho phép in vượt hạn mức của lô hàng, có ghi lý do"),
    SET_FEES: N_("Sửa bảng phí mã số mã vạch"),
}
