"""The administration of the platform: one page that leads to all of it, times of keeping, announcements."""
