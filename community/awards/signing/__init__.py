"""From an award to a signed credential: Open Badges 3.0, as JSON, as a token and inside a picture."""
