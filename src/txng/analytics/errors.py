"""What verbs of scan signals refuse.

AnalyticsError
└── UnknownCodeError     nobody scanned this code
"""


class AnalyticsError(Exception):
    pass


class UnknownCodeError(AnalyticsError):
    pass
