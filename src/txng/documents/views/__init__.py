"""Pages: imports, the library, papers."""
