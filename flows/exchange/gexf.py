"""GEXF 1.3, the format of Gephi: https://gexf.net."""

from typing import BinaryIO

import polars as pl

from flows.exchange.selection import Network
from flows.exchange.xml import HEADER, attribute_types, filled, write_elements

_NAMESPACE = "http://gexf.net/1.3"
#: Slices are whole days, the last one included.
_DYNAMIC = ' mode="dynamic" timeformat="date" timerepresentation="interval"'
#: What changes from slice to slice. Gephi takes the id `weight` for the weight of an edge.
_CHANGING = {"node": ("slice_mentions", "long"), "edge": ("weight", "double")}


def write_gexf(network: Network, file: BinaryIO, *, dynamic: bool) -> None:
    """Write the network: n_both is the weight of an edge, all other columns are attributes, and
    what is unknown is left out.

    Dynamic, nodes and edges live in their spells, and each spell has its own number of namings:
    `slice_mentions` of a node, the weight of an edge.
    """
    nodes, edges = network
    file.write(
        f'{HEADER}<gexf xmlns="{_NAMESPACE}" version="1.3">\n<meta><creator>alongside</creator>'
        f'</meta>\n<graph defaultedgetype="undirected"{_DYNAMIC if dynamic else ""}>\n'.encode()
    )
    for kind, frame in (("node", nodes), ("edge", edges)):
        file.write(_declared(kind, attribute_types(frame), "static").encode())
        if dynamic:
            file.write(_declared(kind, dict([_CHANGING[kind]]), "dynamic").encode())
    file.write(b"<nodes>\n")
    start = filled('<node id="{}" label="{}">', pl.col("id"), pl.col("label"))
    write_elements(file, nodes, start, *_content("node", nodes, dynamic), pl.lit("</node>"))
    file.write(b"</nodes>\n<edges>\n")
    ends = (pl.col(name) for name in ("source", "target", "n_both"))
    start = filled('<edge source="{}" target="{}" weight="{}">', *ends)
    write_elements(file, edges, start, *_content("edge", edges, dynamic), pl.lit("</edge>"))
    file.write(b"</edges>\n</graph>\n</gexf>\n")


def _declared(kind: str, types: dict[str, str], mode: str) -> str:
    listed = "".join(
        f'<attribute id="{name}" title="{name}" type="{type_}"/>\n' for name, type_ in types.items()
    )
    return f'<attributes class="{kind}" mode="{mode}">\n{listed}</attributes>\n'


def _content(kind: str, frame: pl.DataFrame, dynamic: bool) -> list[pl.Expr]:
    """What stands inside a node or an edge."""
    values = [
        filled(f'<attvalue for="{name}" value="{{}}"/>', pl.col(name))
        for name in attribute_types(frame)
    ]
    begin, end = pl.lit("<attvalues>"), pl.lit("</attvalues>")
    if not dynamic:
        return [begin, *values, end]
    changing = f'<attvalue for="{_CHANGING[kind][0]}" value="{{}}" start="{{}}" end="{{}}"/>'
    each, spells = _each_spell(changing, "n"), _each_spell('<spell start="{}" end="{}"/>')
    return [begin, *values, each, end, pl.lit("<spells>"), spells, pl.lit("</spells>")]


def _each_spell(template: str, *before: str) -> pl.Expr:
    """The template once per spell, filled with the fields `before`, its start and its end."""
    fields = (pl.element().struct.field(name) for name in (*before, "start", "end"))
    return pl.col("spells").list.eval(filled(template, *fields)).list.join("")
