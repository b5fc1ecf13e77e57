from django.apps import AppConfig


class ProductsConfig(AppConfig):
    name = "txng.products"
    label = "products"
    verbose_name = "Sản phẩm và danh mục"

    def ready(self) -> None:
        from txng.accounts import journal_words
        from txng.documents import imports
        from txng.products.importing import TRADE_ITEMS
        from txng.products.importing_marks import LICENCES, RATINGS
        from txng.products.journal_words import WORDS

        imports.register(TRADE_ITEMS)
        imports.register(LICENCES)
        imports.register(RATINGS)
        journal_words.register(WORDS)
