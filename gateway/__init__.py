"""An e-mail-driven ticket gateway."""

__version__ = "0.1.0"
