"""A believable world of sample data, made by the ordinary actions with the clock moved, so that its log is real."""
