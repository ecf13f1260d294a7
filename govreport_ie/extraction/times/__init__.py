"""Temporal expressions: years, spans of years, months, plans, and the words that point at them."""
