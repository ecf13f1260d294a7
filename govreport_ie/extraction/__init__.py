"""Text in, records out, without spaCy and pydantic: the stages in their order, and what they share."""
