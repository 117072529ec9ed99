"""An issuer's plans: which steps a case has, and how many days each."""
