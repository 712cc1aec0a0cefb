"""What is said of settings that cannot be read."""

__all__ = ["LANGUAGES", "OasisError"]

LANGUAGES = ("zh", "en")


class OasisError(ValueError):
    """The settings cannot be read; what is wrong is said in both languages."""

    __module__ = "campaignflow_oasis"  # as it is told in lists, where room is short

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en
