"""Templates of HTML, which stand as files in the folder ``assets`` of the room that fills them."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jinja2

__all__ = ["asset", "template"]


@cache
def asset(package: str, name: str) -> str:
    """The text of a file in the folder ``assets`` of a package.

    Args:
        package: the package.
        name: the file.
    """
    return (resources.files(package) / "assets" / name).read_text(encoding="utf-8")


@cache
def template(package: str, name: str) -> jinja2.Template:
    """A template in the folder ``assets`` of a package; values are escaped unless they are marked as safe.

    Args:
        package: the package.
        name: the file.
    """
    import jinja2

    environment = jinja2.Environment(autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(asset(package, name))
