"""The week of an affiliate by mail, on Monday morning where its reader lives, to the organizers who want it."""
