"""The face of the catalogue."""

routes: list = []
live: dict = {}
topics: dict = {}
notices: dict = {}
keeps: dict = {}
