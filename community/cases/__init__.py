"""Cases (R61): misconduct and appeals, from opening to closing, each step dated."""
