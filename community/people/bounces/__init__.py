"""Mail that came back, or that its reader complained of: told by mail servers, in a folder or at a door."""
