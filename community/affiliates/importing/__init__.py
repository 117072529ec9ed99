"""Taking in affiliates from files: state affiliates, and the locals under them."""

SHAPES = """
Two shapes of CSV (UTF-8; comma, semicolon or tab; the first line names the columns; a line that begins with # above
it is a remark). A file with a column `town` is of locals, any other of states:

  states  state_code,state,name,slug,time_zone and, if you like, short,second_time_zone,note
  locals  state_code,name,town and, if you like, slug,short,time_zone,state_slug

A local without a slug is given one made of its name and state code; without a time zone it has its state's. Where two
state affiliates share a code, `state_slug` says which. The slug says who is who: a line whose slug is here already
changes that affiliate, so the same files can come again. Such a file of states: community/affiliates/data/states.csv
"""
ROSTER = """
A CSV (comma, semicolon or tab; the first line names the columns) with number,family_name and, if you like,
given_name,email,status,from,to,building,local:

  number    the member number: it says who is who, so the same file can come again
  email     up to five addresses, apart by a space
  status    active, pending or ended (active, when the cell is empty)
  from, to  2026-09-01, or 9/1/2026 with the month first
  local     the slug of an affiliate below, if the line is of its roster

A column that the file has not stays as it is. Nobody vanishes: whoever leaves has an end.
"""
