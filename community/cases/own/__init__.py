"""The doors of whom a case concerns: their cases, their answers, their appeals."""
