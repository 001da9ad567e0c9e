"""The extractor that the settings ask for: rules alone, unless there is a model to ask beside them."""

from dicycle.agreements.extractor import Extractor
from dicycle.agreements.reader import RuleExtractor
from dicycle.settings import Settings


def extractor_of(settings: Settings) -> Extractor:
    """Return the extractor of an installation. Raises InvalidInput for settings with which no model can be asked."""
    if settings.llm_url is None:
        return RuleExtractor()
    from dicycle.agreements.combining import Combined
    from dicycle.agreements.llm import LlmExtractor

    model = LlmExtractor(settings)
    return model if settings.llm_alone else Combined(RuleExtractor(), model)
