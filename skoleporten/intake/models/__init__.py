"""Referrals and the intake that they lead to. A room a noun; everything is imported from here."""

from skoleporten.intake.models.bookings import Booking
from skoleporten.intake.models.decisions import Decision, DecisionText, ToTell
from skoleporten.intake.models.factors import CatalogueText, FactorStatement, Hypothesis, Informant, InstrumentScore
from skoleporten.intake.models.intakes import Intake, IntakeHandover, Transition
from skoleporten.intake.models.letters import DecisionLetter
from skoleporten.intake.models.meetings import Meeting, Participant, Preparation
from skoleporten.intake.models.outside import OutsideForm
from skoleporten.intake.models.own_questions import OwnAnswer, QuestionsText, TalkChoice
from skoleporten.intake.models.referrals import Referral
from skoleporten.intake.models.routes import Route
from skoleporten.intake.models.talk import FinishedPart, NearPerson, Story

__all__ = [
    "Booking",
    "CatalogueText",
    "Decision",
    "DecisionLetter",
    "DecisionText",
    "FactorStatement",
    "FinishedPart",
    "Hypothesis",
    "Informant",
    "InstrumentScore",
    "Intake",
    "IntakeHandover",
    "Meeting",
    "NearPerson",
    "OutsideForm",
    "OwnAnswer",
    "Participant",
    "Preparation",
    "QuestionsText",
    "Referral",
    "Route",
    "Story",
    "TalkChoice",
    "ToTell",
    "Transition",
]
