"""Who is acting: people, organisations, machine keys, and the journal of what was done."""
