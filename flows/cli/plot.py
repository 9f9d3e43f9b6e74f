"""`alongside plot …`: pictures of a snapshot."""

import typer

from flows.cli.plot_pairs import MATRIX, NETWORK, matrix, network
from flows.cli.plot_places import MAP, places
from flows.cli.plot_time import TIMELINE, timeline

_PLOT = """Draw a network, a timeline, a map or a matrix as PNG, SVG or HTML.

SVG and HTML tell numbers where the pointer rests; they load nothing from anywhere. Needs
the extra `plots`: pip install 'alongside\\[plots]'.
"""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    plots = typer.Typer(no_args_is_help=True, context_settings=app.info.context_settings)
    plots.command(help=NETWORK)(network)
    plots.command(help=TIMELINE)(timeline)
    plots.command("map", help=MAP)(places)
    plots.command(help=MATRIX)(matrix)
    app.add_typer(plots, name="plot", help=_PLOT)
