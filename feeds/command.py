"""How the clients of this room end as commands."""

import sys

import typer

from nightowl.console import console
from nightowl.errors import NightowlError


def run(app: typer.Typer) -> None:
    """Run the command; a mistake of the user's is a sentence and exit code 2, never a stack trace."""
    try:
        app()
    except NightowlError as error:
        console().print(str(error), style="red", markup=False, soft_wrap=True)
        sys.exit(2)
