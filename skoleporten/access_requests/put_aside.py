"""What hangs on a pupil and is not listed item by item, each with the reason; a test holds this complete."""

from __future__ import annotations

# Tables.
PUT_ASIDE = {
    "duties.ChildWelfareReport": "No answer tells whether there is one; it is read on the page of duties alone.",
    "access.Grant": "Who can see stands, with why, on the page of that name, as the gate answers at this moment.",
    "access.PendingGrant": "A proposal of access that nobody has confirmed gives nobody anything.",
    "people.FamilyTie": "It tells of somebody who works here: that she is family, and therefore sees nothing.",
    "notices.Notice": "That somebody was written to. It says nothing of the pupil, and is deleted after a week.",
    "threads.Reading": "How far somebody has read; that she opened the page stands with who has looked.",
    "week.Invitation": "A date in the calendar of somebody who works here.",
    "panels.Attendance": "Panels are kept apart from cases: the host shows a member her own words.",
    "panels.Member": "Panels are kept apart from cases: the host shows a member her own words.",
    "panels.Statement": "Panels are kept apart from cases: the host shows a member her own words.",
    "intake.OutsideForm": "A link that somebody outside used once; what came by it is a referral, and listed.",
    "intake.FinishedPart": "That a part of the talk is marked as done; what was told in it is listed.",
    "intake.DecisionLetter": "Which letter tells which decision; both are listed.",
    "access_requests.ItemChoice": "The choices are the answer itself, which is kept as it was sent.",
}

# Columns of every table: whose row it is, and who wrote it when, which stands beside each thing.
OF_EVERY_TABLE = frozenset(
    {
        "pupil", "case", "intake", "concern", "measure", "goal", "step", "round", "handing_back", "informant",
        "discussion", "consent", "request", "thread", "call", "support", "decision", "choice", "approval", "of_day",
        "statement", "item", "minutes", "survey", "word",
        "written_at", "written_by", "changed_at", "changed_by", "made_at", "made_by", "recorded_at", "recorded_by",
        "at", "by", "asked_by", "saved_at", "saved_by", "removed_by", "version", "file",
        "for_team", "for_school", "for_guardians", "for_pupil", "for_specialists",
        "public_id", "client_id", "id",
    }
)  # fmt: skip

# Of single tables.
COLUMNS = {
    "people.Pupil": {
        "protected": "«protection» says it in words.",
        "national_id_encrypted": "The national number is sealed, shown to nobody, and used to find the right pupil.",
    },
    "absence.AbsenceEvent": {"source_id": "A number of the file that the row came in."},
    "concerns.PupilMeasure": {
        "*": "The same days counted in other ways, anew each night; the days themselves are listed.",
    },
    "concerns.Signal": {
        "offered_days": "How many days the rule counted over.",
        "first_evidence": "The same as it was on the first day.",
        "is_current": "Whether the rule still finds it; the last day seen says it.",
    },
    "concerns.Concern": {"closed_by": "Who closed it stands with the step that closed it."},
    "on_call.Call": {"asked": "Each who was told is listed."},
    "consents.Answer": {"scan": "The file is listed.", "withdrawn_by": "Whoever gave it."},
    "consents.Consent": {"closed_by": "Who closed it."},
    "consents.Sharing": {"member": "Shown by name."},
    "consents.AskAgain": {"done_at": "The new question is listed."},
    "intake.Intake": {
        "state_since": "Each step is listed.", "involvement": "Listed by itself.",
        "earlier": "Listed by itself.", "joined_into": "Listed by itself.",
    },
    "intake.Participant": {"meeting": "Shown by its day."},
    "supports.ClassTextAnswer": {"text": "Shown by its number."},
    "people.TeachingGroupMember": {"group": "Shown by its name."},
    "intake.Referral": {
        "route": "How it came; who sent it is shown.",
        "matched_at": "When the pupil was found in the register.", "matched_by": "Who found the pupil in the register.",
        "outcome_told_by": "Who told it.",
    },
    "intake.Booking": {"booked_at": "When the talk was booked.", "called_off_by": "Who called it off."},
    "intake.Hypothesis": {"left_by": "Who put it aside."},
    "intake.InstrumentScore": {"licensed": "Whether the municipality may use the form."},
    "intake.Decision": {
        "meeting": "The talk is listed.", "told_by": "Who told it.", "followed_up_by": "«follower» names her.",
        "complaint_instance": "«complaint_to» says where.", "is_ito": "The kind of the decision says it.",
    },
    "intake.ToTell": {"referral": "Listed by itself."},
    "documents.Document": {"what": "For whom it is stands on it.", "audiences": "For whom it is stands on it."},
    "documents.Attachment": {
        "what": "For whom it is stands on it.", "audiences": "For whom it is stands on it.",
    },
    "duties.EnvironmentReport": {"acknowledged_by": "Who received it.", "to_municipality_by": "Who sent it on."},
    "duties.PhysicalIntervention": {"acknowledged_by": "Who received it."},
    "voices.Word": {"faces": "Shown in words."},
    "voices.EarlierWord": {
        "faces": "Shown in words.",
        "audience": "Who might read it then; each who did is listed.",
    },
    "voices.Opening": {"ended_by": "Who ended it."},
    "cases.HandingBack": {"set_aside_at": "It was begun anew."},
    "plans.AnswerRead": {"answer": "The answer is listed."},
    "plans.LeaderTold": {"has_no_basis": "The basis is listed."},
    "judgement.Note": {"corrects": "Both texts are listed.", "is_taken_away": "Then it is about somebody else."},
    "judgement.Round": {"previous": "Listed by itself.", "ended_by": "Who ended it."},
    "judgement.Decision": {
        "story": "The story is listed.", "words": "The note is listed.", "replaces": "Both are listed.",
    },
    "presence.Mark": {
        "device_at": "The clock of the device.", "sent_at": "When the device sent it.",
        "received_at": "When it came here.", "role": "Of whoever marked it.",
        "is_prefilled": "Whether the plan filled it in.", "held_for": "Why it waits for a look.",
    },
    "presence.PresenceDay": {
        "is_told": "Whether a mark is held back.", "is_open": "Whether nobody has marked the leaving.",
        "needs_look": "Whether two marks differ.", "looks": "Which marks differ.",
    },
    "presence.HomeVisit": {"back_said_by": "Who said that she was back."},
    "presence.Statement": {"changed": "What differs from the one before; both are listed."},
    "minutes.MeetingDecision": {"agrees_on": "The meeting that it came from."},
    "minutes.Chosen": {"alternative": "Shown in words.", "replaces": "Both are listed."},
    "minutes.Voice": {"alternative": "Shown in words."},
    "minutes.ApprovedPart": {"was_seen": "Whether the approver could see it herself."},
    "agendas.Item": {"added_by": "Who put it up.", "dropped_by": "Who took it off."},
    "agendas.Wish": {
        "guardian": "Whose it is, as with the writer.", "answered_by": "Who answered.",
        "taken_back_at": "That it was taken back.",
    },
    "audit.BreakGlass": {
        "reviewed_at": "When a lead looked at it.",
        "reviewed_by": "Which lead.", "review_note": "What the lead wrote to whoever opened it.",
    },
    "access_requests.AccessRequest": {
        "role": "Of whoever asked.", "prolonged_at": "When it was prolonged.", "prolonged_by": "Who prolonged it.",
    },
    "access_requests.Answer": {"language": "The packet is in it."},
    "access_requests.Objection": {"answered_by": "Who answered."},
    "access_requests.PupilAsked": {"source": "Which of her own words."},
}  # fmt: skip
