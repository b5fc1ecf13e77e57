"""What the labels of the fictional goods say: picture, storage, use, warnings, and what their maker tells.

A picture is a drawing of ours; `txng demo load` puts it where the scan page finds pictures
(TXNG_DATA/pictures/demo-coffee.svg, at /hinh/demo-coffee.svg).
"""

import shutil
from pathlib import Path
from typing import Any

PICTURES = Path(__file__).parent / "pictures"

Facts = dict[str, Any]

DRY: Facts = {
    "txng:storage": "Để nơi khô, mát, tránh nắng. Mở gói rồi thì buộc kín.",
    "txng:storageEn": "Keep dry and cool, out of the sun. Close the bag after opening.",
    "txng:storageZh": "置于阴凉干燥处，避免阳光直射。开袋后请密封。",
    "txng:storageJa": "直射日光を避け、乾燥した涼しい場所に保管。開封後は密閉してください。",
    "txng:storageKo": "직사광선을 피해 서늘하고 건조한 곳에 보관. 개봉 후 밀봉하세요.",
}
COLD: Facts = {
    "txng:storage": "Giữ lạnh 2–8 °C, dùng trong ba ngày sau khi mua.",
    "txng:storageEn": "Keep at 2–8 °C and use within three days of buying.",
    "txng:usage": "Rửa sạch trước khi dùng.",
    "txng:usageEn": "Wash before use.",
}
OF_GROUP: dict[str, Facts] = {
    "coffee": DRY | {
        "txng:usage": "Xay trước khi pha; 15 g cho một tách.",
        "txng:usageEn": "Grind before brewing; 15 g a cup.",
        "txng:story": "Vườn của chúng tôi ở độ cao 1.500 m. Quả được hái tay, chỉ hái quả chín. (hư cấu)",
        "txng:storyEn": "Our plots lie at 1,500 m. Cherries are picked by hand, ripe ones only. (fictional)",
    },
    "tea": DRY,
    "rice": DRY,
    "vegetables": COLD,
    "flowers": {
        "txng:safetyWarning": "Hoa trang trí, không ăn được.",
        "txng:safetyWarningEn": "For decoration only, do not eat.",
    },
    "durian": {
        "txng:safetyWarning": "Vỏ có gai cứng, đeo găng khi bổ.",
        "txng:safetyWarningEn": "Hard spikes: wear gloves when opening.",
    },
}  # fmt: skip


def of_product(group: str, stage: str) -> Facts:
    """For what is sold to people; goods in between have no label."""
    if stage != "finished" or group not in OF_GROUP:
        return {}
    return {"txng:image": f"/hinh/demo-{group}.svg", **OF_GROUP[group]}


def put_pictures(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for picture in sorted(PICTURES.glob("*.svg")):
        shutil.copyfile(picture, folder / f"demo-{picture.name}")
