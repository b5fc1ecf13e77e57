"""Routes: consumers report a suspicion and read recalls; officers call back and watch how fresh data is."""

from django.urls import path

from txng.supervision.views import (
    freshness,
    own_recalls,
    public_recalls,
    recall_holders,
    recalls,
    reports,
)

RECALL = "giam-sat/thu-hoi/<int:number>"
HOLDER = f"{RECALL}/noi-giu/<int:row>"

app_name = "supervision"
urlpatterns = [
    path("bao-nghi-ngo", reports.report_form, name="report"),
    path("bao-nghi-ngo/<str:number>", reports.status, name="status"),
    path("giam-sat/cap-nhat", freshness.freshness, name="freshness"),
    path("giam-sat/cap-nhat/co-so/<str:code>", freshness.freshness_of, name="freshness_of"),
    path("giam-sat/cap-nhat/nguong", freshness.limits, name="limits"),
    path("giam-sat/cap-nhat/nguong/hoan-tac", freshness.undo_limits, name="undo_limits"),
    path("du-lieu-cua-toi", freshness.my_freshness, name="my_freshness"),
    path("giam-sat/thu-hoi", recalls.recalls, name="recalls"),
    path("giam-sat/thu-hoi/moi", recalls.new_recall, name="new_recall"),
    path(RECALL, recalls.recall, name="recall"),
    path(f"{RECALL}/ly-do", recalls.cause, name="recall_cause"),
    path(f"{RECALL}/pham-vi", recalls.scope, name="recall_scope"),
    path(f"{RECALL}/pham-vi/<int:row>/bo", recalls.drop_scope, name="drop_recall_scope"),
    path(f"{RECALL}/loi-nhan", recalls.messages, name="recall_messages"),
    path(f"{RECALL}/xac-nhan", recalls.confirm, name="confirm_recall"),
    path(f"{RECALL}/ket-thuc", recalls.close, name="close_recall"),
    path(f"{RECALL}/rut", recalls.withdraw, name="withdraw_recall"),
    path(f"{RECALL}/mo-lai", recalls.reopen, name="reopen_recall"),
    path(f"{RECALL}/noi-giu", recall_holders.holders, name="recall_holders"),
    path(f"{RECALL}/lap-danh-sach", recall_holders.list_again, name="list_recall_holders"),
    path(HOLDER, recall_holders.answer, name="recall_answer"),
    path(f"{HOLDER}/hoan-tac", recall_holders.take_back, name="take_back_answer"),
    path(f"{HOLDER}/cong-van.pdf", recall_holders.letter, name="recall_letter"),
    path("thu-hoi-cua-toi", own_recalls.my_recalls, name="my_recalls"),
    path("thu-hoi-cua-toi/<int:row>", own_recalls.my_answer, name="my_answer"),
    path(
        "thu-hoi-cua-toi/<int:row>/hoan-tac",
        own_recalls.take_back_my_answer,
        name="take_back_my_answer",
    ),
    path("thu-hoi", public_recalls.public_recalls, name="public_recalls"),
    path("thu-hoi/<str:number>", public_recalls.public_recall, name="public_recall"),
    path(
        "thu-hoi/<str:number>/bang-chung/<int:act>.tlog-proof",
        public_recalls.proof,
        name="recall_proof",
    ),
]
