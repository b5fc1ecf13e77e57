"""Questions to the relations between things, derived from events and kept beside them by `keeping`.

    statement      what each valid event states, in canonical names        one row per event
    containment    who was inside whom, and when     one row per event that opened a stretch, or emptied
    association    the same of ties that are no boxes
    declared_error which eventIDs were declared an error, by whom
    alias          own code -> GS1 code, as master data declare it

Rows point to events as links do, and links are the index to them: what an event states of a thing is
found by the thing's key and checked by its name. Everything here can be made again from the events.

    reading     what a trace asks
    aliases     which names are one thing
    rebuilding  all of it from the journal, page by page
    checking    compares what is kept with what the events say

ADR 0016.
"""
