"""Coming in: by code or link, who may, and what is possible instead (R16)."""
