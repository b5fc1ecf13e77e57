"""txng: the product traceability system of Lâm Đồng province (truy xuất nguồn gốc)."""

__version__ = "0.1.0"
