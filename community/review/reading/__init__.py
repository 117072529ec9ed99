"""What a reviewer reads: the frozen copy by requirement, without anything of who made it (R50)."""
