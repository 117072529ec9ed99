"""Readers who are asked by turn: willing ones, whoever has the least to read first (R42)."""
