"""What is wrong with a setting."""


class SettingError(ValueError):
    """`name` is the variable; the message is one sentence for a person."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"{name}: {sentence}")
        self.name = name
