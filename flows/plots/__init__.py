"""Pictures of a snapshot: connection -> frames (SQL), frames -> figure, figure -> file.

Everything here but `outlines` needs matplotlib, the extra `plots`.
"""
