"""Pages of the resolver: for everybody (`public`); for who manages where codes lead (`links`, `hosts`)."""
