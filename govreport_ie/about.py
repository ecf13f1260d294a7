"""What this distribution is called and which version it is; imports nothing, so that every room may read it."""

__all__ = ["__version__"]

__version__ = "0.2.0"
