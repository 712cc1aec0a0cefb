"""What is said of a directory that cannot be asked, or of settings that cannot be read."""

__all__ = ["DirectoryError"]


class DirectoryError(Exception):
    """The directory cannot say, or its settings cannot be read; why is known in both languages."""

    __module__ = "campaignflow_directory"  # as it is told with refusals, where room is short

    def __init__(self, zh: str, en: str, language: str = "") -> None:
        super().__init__({"zh": zh, "en": en}.get(language, f"{zh} / {en}"))
        self.zh = zh
        self.en = en
