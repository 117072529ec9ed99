"""How useful a reader's notes were as a whole: said once by their author, for the giver alone; it counts nowhere."""
