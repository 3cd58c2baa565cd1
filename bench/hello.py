"""The least that a click program can do: the measure for everything else."""

import click


@click.command()
def hello() -> None:
    """Print one word."""
    click.echo("hej")


if __name__ == "__main__":
    hello()
