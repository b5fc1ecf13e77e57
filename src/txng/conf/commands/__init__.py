"""The commands of txng, one file each: read what was asked, call one verb or question, answer."""
