"""The doors of an issuer's approvers and of its committee."""
