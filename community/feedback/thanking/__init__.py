"""Letters of thanks: from who has earned an award to those who had a part in it."""
