"""Routes of products, in words that people here can read aloud."""

from django.urls import path

from txng.products.views import duties, lists, marks, proposals, public, trade_items

app_name = "products"
urlpatterns = [
    path("so/san-pham", trade_items.trade_items, name="trade_items"),
    path("so/san-pham/them", trade_items.new_trade_item, name="new_trade_item"),
    path("so/san-pham/<int:number>", trade_items.trade_item, name="trade_item"),
    path("so/san-pham/<int:number>/sua", trade_items.change_trade_item, name="change_trade_item"),
    path("so/san-pham/<int:number>/gan-gtin", trade_items.assign_gtin, name="assign_gtin"),
    path(
        "so/san-pham/<int:number>/ngung",
        trade_items.withdraw_trade_item,
        name="withdraw_trade_item",
    ),
    path(
        "so/san-pham/<int:number>/san-xuat-lai",
        trade_items.resume_trade_item,
        name="resume_trade_item",
    ),
    path("so/san-pham/<int:number>/khai", trade_items.declare, name="declare"),
    path(
        "so/san-pham/<int:number>/rut-khai/<slug:requirement>",
        trade_items.take_back,
        name="take_back",
    ),
    path(
        "so/san-pham/<int:number>/xac-nhan/<slug:requirement>", trade_items.confirm, name="confirm"
    ),
    path("so/san-pham/<int:number>/hang-ocop", marks.rate_ocop, name="rate_ocop"),
    path("so/san-pham/<int:number>/giay-phep-nhan-hieu", marks.grant_licence, name="grant_licence"),
    path("so/nhan-hieu", marks.marks, name="marks"),
    path("so/nhan-hieu/<slug:code>", marks.mark, name="mark"),
    path("so/nhan-hieu/<slug:code>/chuyen", marks.hand_on_mark, name="hand_on_mark"),
    path("so/giay-phep-nhan-hieu", marks.licences, name="licences"),
    path("so/giay-phep-nhan-hieu/<int:number>", marks.licence, name="licence"),
    path("so/giay-phep-nhan-hieu/<int:number>/thu-hoi", marks.end_licence, name="end_licence"),
    path("so/nhom-san-pham", marks.product_groups, name="groups"),
    path("so/nhom-san-pham/them", marks.define_group, name="define_group"),
    path("nghia-vu/cua-toi", duties.my_duties, name="my_duties"),
    path("nghia-vu/co-quan", duties.overview, name="overview"),
    path("nghia-vu/co-quan/<int:item>/<int:number>", duties.late, name="late"),
    path("danh-muc/soan", lists.versions, name="versions"),
    path("danh-muc/soan/mo", lists.open_version, name="open_version"),
    path("danh-muc/soan/<int:number>", lists.version, name="version"),
    path("danh-muc/soan/<int:number>/buoc", lists.step_on, name="step_on"),
    path("danh-muc/soan/<int:number>/bo", lists.drop_version, name="drop_version"),
    path("danh-muc/soan/<int:number>/trong-so", lists.set_weights, name="set_weights"),
    path("danh-muc/soan/<int:number>/de-xuat", proposals.propose, name="propose"),
    path("danh-muc/soan/<int:number>/ban-hanh", lists.issue, name="issue"),
    path("danh-muc/soan/<int:number>/bai-bo", lists.repeal, name="repeal"),
    path("danh-muc/soan/<int:number>/phu-luc", lists.annex, name="annex"),
    path("danh-muc/de-xuat/<int:number>", proposals.proposal, name="proposal"),
    path("danh-muc/de-xuat/<int:number>/chon", proposals.choose, name="choose"),
    path("danh-muc/muc/<int:number>", proposals.list_item, name="list_item"),
    path("danh-muc/muc/<int:number>/bo", proposals.leave_out, name="leave_out"),
    path("danh-muc/<slug:slug>", public.public_list, name="public_list"),
]
