"""Skoleporten: follow-up of worrying school absence."""
