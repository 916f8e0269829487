"""Referrals and the intake that they lead to. A room a noun; everything is imported from here."""

from skoleporten.intake.models.bookings import Booking
from skoleporten.intake.models.intakes import Intake, IntakeHandover, Transition
from skoleporten.intake.models.outside import OutsideForm
from skoleporten.intake.models.referrals import Referral
from skoleporten.intake.models.routes import Route

__all__ = ["Booking", "Intake", "IntakeHandover", "OutsideForm", "Referral", "Route", "Transition"]
