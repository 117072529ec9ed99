"""What a district or a state gives for a micro-credential, as far as anybody has asked (R62)."""

FORMAT = """
A file (YAML, UTF-8, up to 500 rules) begins with `format: roundtable/credit-rules/1`, then lists `rules`, each with

  key           small letters, digits, underscores: a rule whose key is here already is changed, so files can come again
  affiliate     the slug of the affiliate whose members, and those below it, read it (or --affiliate for all without)
  place         {kind: district or state, name: …}
  gives         what its rule says, in its own words; null: it was asked and has not answered
  source        the web address where it stands; checked_on: the day it was read there, like 2026-10-05

and, if you like, micro_credential (a code), applies_to, prior_approval {needed, days_before, how}, proof {what,
within_days}, deadline and note. What comes in counts as approved; a rule that a desk has ended stays ended.
The format is community/catalogue/data/credit-rules.schema.json, an example is credit_rules.yaml beside it.
"""
