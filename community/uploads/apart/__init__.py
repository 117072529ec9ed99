"""What looks into files, in a process of its own with little memory and time: whatever is in them stays there."""
