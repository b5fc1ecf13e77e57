from django.apps import AppConfig


class ProductsConfig(AppConfig):
    name = "txng.products"
    label = "products"
    verbose_name = "Sản phẩm và danh mục"

    def ready(self) -> None:
        from txng.documents import imports
        from txng.products.importing import TRADE_ITEMS

        imports.register(TRADE_ITEMS)
