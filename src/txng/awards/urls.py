"""Routes of awards, in words that people here can read aloud."""

from django.urls import path

from txng.awards.views import (
    applications,
    commendations,
    councils,
    policies,
    proposing,
    public,
    topics,
)

app_name = "awards"
ROOM = "khuyen-khich"
POLICIES, FILES, MINE = f"{ROOM}/chinh-sach", f"{ROOM}/ho-so", f"{ROOM}/cho-toi"
TOPICS, OURS = f"{ROOM}/de-tai", f"{ROOM}/de-tai-cua-toi"
CALLS, COUNCILS = f"{ROOM}/dot-de-tai", f"{ROOM}/hoi-dong"
PRAISE = f"{ROOM}/khen-thuong"

urlpatterns = [
    path("chinh-sach", public.policies, name="public_policies"),
    path("chinh-sach/<int:number>", public.policy, name="public_policy"),
    path("chinh-sach/<int:number>/tep/<int:attachment>", public.policy_file, name="public_file"),
    path("de-tai", public.topics, name="public_topics"),
    path("de-tai/<str:number>", public.topic, name="public_topic"),
    # policies and their calls
    path(POLICIES, policies.policies, name="policies"),
    path(f"{POLICIES}/them", policies.new_policy, name="new_policy"),
    path(f"{POLICIES}/<int:number>", policies.policy, name="policy"),
    path(f"{POLICIES}/<int:number>/sua", policies.change_policy, name="change_policy"),
    path(f"{POLICIES}/<int:number>/ap-dung", policies.open_policy, name="open_policy"),
    path(f"{POLICIES}/<int:number>/ket-thuc", policies.end_policy, name="end_policy"),
    path(f"{POLICIES}/<int:number>/mo-dot", policies.new_call, name="new_call"),
    path(f"{POLICIES}/<int:number>/tep/<int:attachment>", policies.policy_file, name="policy_file"),
    path(f"{POLICIES}/dot/<int:number>/dong", policies.close_call, name="close_call"),
    # applications, for agencies
    path(FILES, applications.applications, name="applications"),
    path(f"{FILES}/<str:number>", applications.application, name="application"),
    path(f"{FILES}/<str:number>/hoan-tac", applications.undo_application, name="undo_application"),
    path(
        f"{FILES}/<str:number>/tep/<int:attachment>",
        applications.application_file,
        name="application_file",
    ),
    path(
        f"{FILES}/<str:number>/buoc/<slug:step>",
        applications.application_step,
        name="application_step",
    ),
    # and for the enterprise
    path(MINE, applications.offers, name="offers"),
    path(f"{MINE}/nop/<int:number>", applications.apply, name="apply"),
    path(f"{MINE}/<str:number>", applications.own_application, name="own_application"),
    path(
        f"{MINE}/<str:number>/hoan-tac",
        applications.undo_own_application,
        name="undo_own_application",
    ),
    path(
        f"{MINE}/<str:number>/tep/<int:attachment>",
        applications.own_application_file,
        name="own_application_file",
    ),
    path(
        f"{MINE}/<str:number>/buoc/<slug:step>",
        applications.own_application_step,
        name="own_application_step",
    ),
    # topics, for agencies
    path(TOPICS, topics.topics, name="topics"),
    path(f"{TOPICS}/<str:number>", topics.topic, name="topic"),
    path(f"{TOPICS}/<str:number>/hoan-tac", topics.undo_topic, name="undo_topic"),
    path(f"{TOPICS}/<str:number>/chuyen-giao", topics.transfer, name="transfer"),
    path(f"{TOPICS}/<str:number>/hoi-dong", councils.form_for_topic, name="form_for_topic"),
    path(f"{TOPICS}/<str:number>/ky/<int:period>/nhan-xet", topics.remark, name="remark"),
    path(f"{TOPICS}/<str:number>/tep/<int:attachment>", topics.topic_file, name="topic_file"),
    path(f"{TOPICS}/<str:number>/buoc/<slug:step>", topics.topic_step, name="topic_step"),
    # and for who proposes and carries out
    path(OURS, proposing.own_topics, name="own_topics"),
    path(f"{OURS}/de-xuat/<int:number>", proposing.propose, name="propose"),
    path(f"{OURS}/<str:number>", proposing.own_topic, name="own_topic"),
    path(f"{OURS}/<str:number>/hoan-tac", proposing.undo_own_topic, name="undo_own_topic"),
    path(f"{OURS}/<str:number>/san-pham", proposing.add_output, name="add_output"),
    path(
        f"{OURS}/<str:number>/san-pham/<int:output>/go",
        proposing.take_output_away,
        name="take_output_away",
    ),
    path(f"{OURS}/<str:number>/chuyen-giao", proposing.own_transfer, name="own_transfer"),
    path(f"{OURS}/<str:number>/ky/<int:period>", proposing.report, name="report"),
    path(
        f"{OURS}/<str:number>/tep/<int:attachment>",
        proposing.own_topic_file,
        name="own_topic_file",
    ),
    path(f"{OURS}/<str:number>/buoc/<slug:step>", proposing.own_topic_step, name="own_topic_step"),
    # calls and councils
    path(CALLS, councils.calls, name="topic_calls"),
    path(f"{CALLS}/them", councils.new_call, name="new_topic_call"),
    path(f"{CALLS}/<int:number>", councils.call, name="topic_call"),
    path(f"{CALLS}/<int:number>/dong", councils.close_call, name="close_topic_call"),
    path(f"{CALLS}/<int:number>/hoi-dong", councils.form_for_call, name="form_for_call"),
    path(f"{COUNCILS}/<int:number>", councils.council, name="council"),
    path(f"{COUNCILS}/<int:number>/thanh-vien", councils.seat_member, name="seat_member"),
    path(
        f"{COUNCILS}/<int:number>/thanh-vien/<int:member>/go",
        councils.unseat_member,
        name="unseat_member",
    ),
    path(f"{COUNCILS}/<int:number>/bien-ban", councils.conclude, name="conclude"),
    path(f"{COUNCILS}/<int:number>/cham/<int:member>/<str:topic>", councils.sheet, name="sheet"),
    path(
        f"{COUNCILS}/<int:number>/xung-dot/<int:member>/<str:topic>",
        councils.conflict,
        name="conflict",
    ),
    # commendation
    path(PRAISE, commendations.commendations, name="commendations"),
    path(f"{PRAISE}/goi-y", commendations.candidates, name="candidates"),
    path(f"{PRAISE}/de-nghi", commendations.propose, name="propose_commendation"),
    path(f"{PRAISE}/trinh", commendations.submit, name="submit_commendations"),
    path(f"{PRAISE}/<str:number>", commendations.commendation, name="commendation"),
    path(
        f"{PRAISE}/<str:number>/hoan-tac",
        commendations.undo_commendation,
        name="undo_commendation",
    ),
    path(
        f"{PRAISE}/<str:number>/tep/<int:attachment>",
        commendations.commendation_file,
        name="commendation_file",
    ),
    path(
        f"{PRAISE}/<str:number>/buoc/<slug:step>",
        commendations.commendation_step,
        name="commendation_step",
    ),
]
