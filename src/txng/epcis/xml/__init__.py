"""EPCIS in XML of 2.0, 1.2, 1.1 and 1.0: read as the JSON-LD members of the same events, and written.

    bytes ─ safety ─ reading ─ mapping ─> members, prefixes      one event at a time
    members, name spaces ─ event_text ─ writing ─> bytes         in the order of the schema
    beside: what a document says around its events; names: the elements and members of both, as data

What does not survive a journey, and why:

| from | what | becomes | because |
|---|---|---|---|
| XML | `xsi:type`, `xsi:nil`, schema hints | nothing | GS1's JSON has none; a nil quantity is none |
| XML | comments, instructions, text between elements | nothing | no part of an event |
| XML | a prefix that is taken, or means something in JSON-LD | `ns1` .. | its name space stays |
| XML | an attribute beside elements | `#text` beside it | so that it comes back as an attribute |
| JSON | numbers and booleans of extensions | texts | XML has only texts; the hash is the same |
| JSON | a list of one, an empty list, `{}`, null in an extension | the one, nothing, "", nothing | as above |
| JSON | white space at the ends of an extension's text | nothing | as the hash reads it |
| JSON | an absent list that 1.2 demands | an empty list, read as absent | the schema of 1.2 |
| JSON | a member without name space in an event of 2.0 | stands in `<extension>` | 2.0 has no place for it |
| JSON | `id` of the document, others of `epcisMasterData` | nothing, named | no schema has a place |
| JSON | extensions of `epcisHeader` | nothing in 2.0, named | the schema of 2.0 has lost the place of 1.2 |
| XML | more of an SBDH than who sends what to whom | nothing, named | JSON has three texts |
| XML | attributes of root, header and body | members, later elements | JSON has no attributes |
| both | name of a query, extensions of a whole vocabulary | nothing, named | a document has no place |

"Named": `answers.converted` tells the place in `left_out`, and `txng convert` the person.

An event of somebody's own type is an element of its own in the `<extension>` of a list of 2.0, which
`reading` takes from the tree between the parser's steps; the schema of 1.2 has no place for one. What a
version cannot say at all raises `writing.CannotBeTold`. ADR 0008.
"""
