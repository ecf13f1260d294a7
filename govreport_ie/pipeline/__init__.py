"""The spaCy pipeline: tokenizer, components, packaged configuration."""
