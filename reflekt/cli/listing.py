import click


@click.command()
@click.pass_obj
def command(context):
    from reflekt.domain.ports import Filter

    j = context.journal()
    j.refresh()
    for r in j.index.newest(20, Filter()):
        click.echo(f"{r.id} {r.title}")
