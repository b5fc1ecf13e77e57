from django.apps import AppConfig


class ProductsConfig(AppConfig):
    name = "txng.products"
    label = "products"
    verbose_name = "Sản phẩm và danh mục"
