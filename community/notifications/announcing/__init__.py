"""What administrators announce to everybody: a note on each page, live, until it is put away or its time is over."""
