"""The offline extractor: rules and small models, one engine for all languages."""
