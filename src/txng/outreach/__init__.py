"""Told to the public: portal, news, campaigns, guides, feedback and difficulties."""
