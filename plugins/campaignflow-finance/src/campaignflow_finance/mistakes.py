"""What is said of rules that cannot be read."""

__all__ = ["RulesError"]


class RulesError(ValueError):
    """The office's rules cannot be read; what is wrong is said in both languages."""

    __module__ = "campaignflow_finance"  # as it is told in lists, where room is short

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en
