"""Through the doors that people use: lists, one entry, forms that lose nothing, and closed doors."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import people
from tests.parties import register
from tests.parties.register import LAC_DUONG
from txng.accounts.actors import operator
from txng.parties import actions, queries, urls
from txng.parties.actions import PlaceFacts
from txng.parties.models import Agency, Enterprise, Membership, Plot

pytestmark = pytest.mark.django_db

COMPANY = {
    "kind": "cong-ty", "name": "Công ty cà phê Đồi Gió (hư cấu)", "commune": "Xã Đạ Sar, Huyện Lạc Dương",
    "sector": "nong-nghiep",
}  # fmt: skip
LAND = {"name": "Đồi 3", "commune": "xã lạc dương", "crop": "Cà phê", "declared_ha": "4,8"}
CORNERS = "12,1 108,6\n12,1 108,602\n12,102 108,602\n12,102 108,6"


def of(person):
    return people.client_of(person)


def page(client, route, *args, status=200, **query):
    answer = client.get(reverse(f"parties:{route}", args=args), query)
    assert answer.status_code == status, answer.content.decode()[:600]
    return answer.content.decode()


def send(client, route, *args, data, status=302, query=""):
    answer = client.post(reverse(f"parties:{route}", args=args) + query, data)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


@pytest.fixture
def officer():
    return of(people.officer(LAC_DUONG, "24846"))


# lists


def test_an_officer_sees_the_parties_of_the_territory(officer):
    register.party()
    register.party("Ở xa (hư cấu)", commune_code="25126")
    told = page(officer, "enterprises")
    assert "Đồi Gió" in told
    assert "Ở xa" not in told


@pytest.mark.parametrize(
    "query", [{"q": "doi gio"}, {"q": "Đạ Sar"}, {"huyen": "675"}, {"xa": LAC_DUONG}]
)
def test_a_list_is_narrowed_by_old_and_new_names(officer, query):
    register.party(earlier_commune_code="24865")
    register.party("Trà (hư cấu)", commune_code="24846", earlier_commune_code="24769")
    told = page(officer, "enterprises", **query)
    assert "Đồi Gió" in told
    assert "Trà (hư cấu)" not in told


def test_a_list_costs_as_many_queries_with_one_row_as_with_sixty(
    officer, django_assert_num_queries
):
    def asked(route):
        with django_assert_num_queries(costs[route], exact=True):
            page(officer, route)

    costs = {"enterprises": 5, "plots": 4}  # three rows need no count
    many = [register.facts(f"Công ty {n:03} (hư cấu)") for n in range(60)]
    first, *_rest = actions.register_all(by=operator(), facts=many)
    for step in range(3):
        register.plot(first, west=step * 0.002, east=step * 0.002 + 0.001)
    page(officer, "enterprises")  # the session notes that it was seen
    for route in costs:
        asked(route)


def test_the_tax_code_of_a_household_is_hidden_in_its_middle(officer):
    register.household(tax_code="068085001234")
    told = page(officer, "enterprises")
    assert "068•••••••34" in told
    assert "068085001234" not in told


def test_a_list_is_given_as_csv_without_formulas(officer):
    register.party("=HYPERLINK(1) (hư cấu)")
    answer = officer.get(reverse("parties:enterprises"), {"format": "csv"})
    assert "'=HYPERLINK" in b"".join(answer.streaming_content).decode()


# one entry


def test_an_entry_tells_the_place_of_today_and_of_before(officer):
    kept = register.party(earlier_commune_code="24865")
    told = page(officer, "enterprise", kept.code)
    assert "Xã Lạc Dương" in told
    assert "Xã Đạ Sar, Huyện Lạc Dương" in told


def test_an_entry_answers_for_any_day(officer):
    kept = register.party(earlier_commune_code="24865")
    actions.edit_enterprise(
        by=operator(), enterprise=kept,
        facts=register.facts("Tên mới (hư cấu)", earlier_commune_code="24865"),
        changed_on=date(2026, 3, 1),
    )  # fmt: skip
    told = page(officer, "enterprise", kept.code, ngay="1/5/2024")
    assert "Ngày 01/05/2024: Công ty cà phê Đồi Gió (hư cấu), Xã Đạ Sar, Huyện Lạc Dương." in told
    assert "Lịch không có ngày" in page(officer, "enterprise", kept.code, ngay="31/2/2024")


def test_the_code_of_a_merged_entry_leads_to_the_kept_one(officer):
    keep, drop = register.party(), register.party()
    actions.merge_enterprises(by=operator(), keep=keep, drop=drop, reason="Ghi hai lần")
    answer = officer.get(reverse("parties:enterprise", args=[drop.code]))
    assert answer["Location"] == reverse("parties:enterprise", args=[keep.code])


def test_dung_gets_the_same_answer_for_a_foreign_entry_as_for_a_missing_one():
    ours = register.ans_cooperative()
    land = register.plot(ours)
    place = actions.register_establishment(
        by=operator(), enterprise=ours,
        facts=PlaceFacts(kind="kho", name="Kho", commune_code=LAC_DUONG),
    )  # fmt: skip
    dung = of(people.dung())
    missing = {"DV": "DV-999999-0", "TH": "TH-999999-4", "CS": "CS-999999-3"}
    for route in ("enterprise", "edit_enterprise", "close_enterprise", "new_establishment",
                  "new_plot", "new_site_code", "add_member"):  # fmt: skip
        foreign = page(dung, route, ours.code, status=404)
        assert foreign.replace(ours.code, "") == page(
            dung, route, missing["DV"], status=404
        ).replace(missing["DV"], "")
    for route in ("plot", "edit_plot", "close_plot", "plot_geojson"):
        page(dung, route, land.code, status=404)
    page(dung, "edit_establishment", place.code, status=404)


def test_nobody_gets_in_without_signing_in():
    routes = {entry.name: entry for entry in urls.urlpatterns}
    parts = {"number": 1, "code": "x", "keep": "x", "drop": "x"}
    for name, entry in routes.items():
        given = {key: parts[key] for key in entry.pattern.converters}
        answer = Client().get(reverse(f"parties:{name}", kwargs=given))
        assert (name, answer.status_code) == (name, 302)
        assert "/dang-nhap" in answer["Location"]


# writing


def test_an_officer_registers_a_party_with_an_old_name_of_its_place(officer):
    send(officer, "new_enterprise", data=COMPANY)
    kept = Enterprise.objects.get()
    assert (kept.commune_code, kept.earlier_commune_code) == (LAC_DUONG, "24865")
    assert "Đã ghi DV-000001-7" in page(officer, "enterprise", kept.code)


def test_a_wrong_value_is_told_at_its_field_and_nothing_else_is_cleared(officer):
    told = send(officer, "new_enterprise", data=COMPANY | {"tax_code": "0100233480"}, status=400)
    assert "phải là 8, nhận được 0" in told
    for typed in ("Công ty cà phê Đồi Gió (hư cấu)", "Xã Đạ Sar, Huyện Lạc Dương", "0100233480"):
        assert f'value="{typed}"' in told


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Hoàn Kiếm", "Không có xã, phường nào tên “Hoàn Kiếm”"),
        ("Xã Phong Phú", "có nhiều nơi: Xã Phong Phú, Huyện Tuy Phong (Xã Phan Rí Cửa)"),
        ("Xã Đạ Tẻh", "không có quyền ghi cơ sở ở xã"),
    ],
)
def test_a_place_that_is_not_clear_or_not_ones_own_is_told(officer, typed, sentence):
    told = send(officer, "new_enterprise", data=COMPANY | {"commune": typed}, status=400)
    assert sentence in told


def test_an_owner_registers_the_own_enterprise_and_then_sees_it():
    an = of(people.an())
    told = page(an, "new_enterprise")
    assert f'value="{people.ANS_ENTERPRISE}"' in told
    send(an, "new_enterprise", data=COMPANY | {"kind": "hop-tac-xa"})
    kept = Enterprise.objects.get()
    assert kept.organisation.name == people.ANS_ENTERPRISE
    assert kept.code in page(an, "enterprises")
    assert kept.code not in page(of(people.dung()), "enterprises")
    page(an, "new_enterprise", status=403)


def test_a_cooperative_writes_down_a_member_and_lets_it_go():
    ours = register.ans_cooperative()
    an = of(people.an())
    grower = COMPANY | {"kind": "nong-ho", "name": "Hộ K'Brẽ (hư cấu)"}
    send(an, "new_enterprise", data=grower, query=f"?thanh-vien-cua={ours.code}")
    member = Enterprise.objects.get(kind="nong-ho")
    told = page(an, "enterprise", ours.code)
    assert "Hộ K&#x27;Brẽ (hư cấu)" in told  # a cooperative knows its people
    held = Membership.objects.get()
    send(
        an,
        "end_membership",
        ours.code,
        held.pk,
        data={"left_on": f"{timezone.localdate():%d/%m/%Y}"},
    )
    assert member.code not in page(an, "enterprise", ours.code)


def test_two_who_edit_at_once_one_is_told(officer):
    kept = register.party()
    data = COMPANY | {"version": kept.version}
    send(officer, "edit_enterprise", kept.code, data=data | {"name": "Một (hư cấu)"})
    told = send(
        officer, "edit_enterprise", kept.code, data=data | {"name": "Hai (hư cấu)"}, status=400
    )
    assert "Người khác vừa sửa mục này" in told
    assert 'value="Hai (hư cấu)"' in told


def test_closing_may_be_taken_back(officer):
    kept = register.party()
    send(officer, "close_enterprise", kept.code, data={"closed_on": "1/2/2026"})
    told = page(officer, "enterprise", kept.code)
    assert "Ngừng hoạt động từ 01/02/2026" in told
    assert reverse("parties:reopen_enterprise", args=[kept.code]) in told
    send(officer, "reopen_enterprise", kept.code, data={})
    assert "Ngừng hoạt động" not in page(officer, "enterprise", kept.code)


# plots


def test_a_plot_is_drawn_and_its_overlap_is_told(officer):
    owner = register.party()
    register.plot(owner, west=0.001, east=0.003)
    send(officer, "new_plot", owner.code, data=LAND | {"boundary": CORNERS})
    kept = Plot.objects.latest("pk")
    told = page(officer, "plot", kept.code)
    assert "Thửa này chồng lên 1 thửa khác" in told
    assert '<path class="line" d="M24.0' in told
    assert '<path class="other"' in told
    assert "2,41 ha, 50 % của thửa nhỏ hơn" in told
    answer = officer.get(reverse("parties:plot_geojson", args=[kept.code]))
    assert answer["Content-Type"] == "application/geo+json"
    assert answer.content.decode() == kept.geometry


def test_a_boundary_that_crosses_itself_comes_back_as_it_was_typed(officer):
    owner = register.party()
    crossed = "12,1 108,6\n12,102 108,602\n12,1 108,602\n12,102 108,6"
    told = send(officer, "new_plot", owner.code, data=LAND | {"boundary": crossed}, status=400)
    assert "Cạnh 1 và cạnh 3 cắt hoặc chạm nhau" in told
    assert crossed.replace("\n", "\n") in told.replace("\r\n", "\n")


def test_the_form_of_a_plot_gives_its_corners_back(officer):
    owner = register.party()
    send(officer, "new_plot", owner.code, data=LAND | {"boundary": CORNERS})
    kept = Plot.objects.get()
    told = page(officer, "edit_plot", kept.code)
    assert "12,100000 108,600000\n12,100000 108,602000" in told
    data = LAND | {"boundary": CORNERS, "version": kept.version, "name": "Đồi 4"}
    send(officer, "edit_plot", kept.code, data=data)
    assert Plot.objects.get().geometry == kept.geometry


def test_who_may_not_see_persons_sees_no_boundary_of_a_household():
    land = register.plot(register.household())
    chi = people.chi()
    blind = replace(
        chi, grants=tuple(replace(g, rights=frozenset({"parties.see"})) for g in chi.grants)
    )
    assert queries.plot(blind, land.code).shows_person is False
    owner_page = page(of(chi), "plot", land.code)
    assert 'class="line"' in owner_page  # an inspector may


# codes of areas


def test_a_code_of_an_area_is_written_down_and_suspended(officer):
    owner = register.party()
    land = register.plot(owner)
    data = {"kind": "vung-trong", "code": "vn 68 24848 01 26", "issued_on": "1/5/2026",
            "plots": [land.code]}  # fmt: skip
    send(officer, "new_site_code", owner.code, data=data)
    kept = owner.site_codes.get()
    told = page(officer, "site_code", kept.pk)
    assert "VN-68-24848-01-26" in told
    assert "chưa thấy văn bản quy định" in told
    assert "tổng 4,82 ha" in told
    send(officer, "state_site_code", kept.pk, status=400,
         data={"state": "tam-dung", "since": "1/6/2026"})  # fmt: skip
    send(officer, "state_site_code", kept.pk,
         data={"state": "tam-dung", "since": "1/6/2026", "reason": "Trồng xen"})  # fmt: skip
    assert "Tạm dừng" in page(officer, "site_code", kept.pk)
    page(of(people.dung()), "site_code", kept.pk, status=404)


# merging, figures


def test_two_entries_of_one_party_are_merged_from_the_list_of_suspects():
    keep, drop = register.party(), register.party(tax_code="0100233488")
    binh = of(people.binh())
    assert reverse("parties:merge", args=[keep.code, drop.code]) in page(binh, "duplicates")
    told = send(binh, "merge", keep.code, drop.code, data={"reason": ""}, status=400)
    assert "Nhập lý do gộp" in told
    send(binh, "merge", keep.code, drop.code, data={"reason": "Ghi hai lần"})
    assert Enterprise.objects.get(pk=keep.pk).tax_code == "0100233488"
    page(of(people.officer(LAC_DUONG)), "duplicates", status=403)


@pytest.mark.parametrize("way", ["commune", "district", "old_province", "kind", "size", "x"])
def test_figures_are_shown_by_new_and_old_units(officer, way):
    register.party()
    told = page(officer, "figures", theo=way)
    assert "1 cơ sở đang hoạt động" in told


def test_leaders_read_figures_of_a_province_of_which_they_see_no_entry():
    register.party()
    leader = people.officer(role="lanh-dao")
    assert [line.count for line in queries.counted(leader, "commune")] == [1]
    assert list(queries.enterprises(leader)) == []


# agencies


def test_the_standing_agency_loads_the_plan_and_others_read_it(officer):
    assert "Cơ quan thường trực sẽ nạp" in page(officer, "mandates")
    officer_answer = officer.post(reverse("parties:load_plan"))
    assert officer_answer.status_code == 403
    send(of(people.binh()), "load_plan", data={})
    told = page(officer, "mandates", ngay="1/1/2020", xa="Đạ Sar")
    assert "UBND huyện Lạc Dương" in told
    told = page(officer, "mandates", xa="Đạ Sar")
    assert "UBND xã Lạc Dương" in told
    assert "Kế hoạch giao UBND huyện Lạc Dương" in told
    assert told.count(">Báo và PTTH</a>") == 2  # once as leader of IV.6, once beside in PL.1
    assert told.index("IV.1.đ") < told.index("IV.1.e")
    assert "Sở NN&amp;PTNT" in page(officer, "agencies", ngay="1/1/2020")
    assert "Sở NN&amp;MT" in page(officer, "agencies")


def test_an_agency_gets_a_new_name_and_ends():
    actions.load_plan(by=operator())
    binh = of(people.binh())
    data = {"name": "Sở Y tế mới", "short_name": "SYTM", "since": "1/9/2026", "basis": "QĐ 1"}
    send(binh, "rename_agency", "so-y-te", data=data)
    assert "đến hết 31/08/2026" in page(binh, "agency", "so-y-te")
    told = send(binh, "end_agency", "so-y-te", data={"ended_on": "1/10/2026"}, status=400)
    assert "Chọn đơn vị tiếp nhận" in told
    data = {"ended_on": "1/10/2026", "successors": ["so-cong-thuong"], "basis": "QĐ 2"}
    send(binh, "end_agency", "so-y-te", data=data)
    assert Agency.objects.get(code="so-y-te").ended_on == date(2026, 10, 1)
    data = {"clause": "9", "basis": "QĐ 3", "duty": "Kiểm tra", "role": "chu-tri",
            "rhythm": "once", "valid_from": "1/10/2026"}  # fmt: skip
    send(binh, "add_mandate", "so-cong-thuong", data=data)
    assert "Kiểm tra" in page(binh, "agency", "so-cong-thuong")


def test_administrative_units_are_found_by_old_names(officer):
    assert "Xã Lạc Dương" in page(officer, "units", q="da sar")
    assert "Không có xã hay huyện nào" in page(officer, "units", q="Hoàn Kiếm")
    assert page(officer, "units").count('<tr role="row">') == 125
