"""An endpoint that speaks the OpenAI protocol as extractor; nothing it says is believed unquoted."""

from dicycle.agreements.llm.extractor import LlmExtractor as LlmExtractor
