"""The door: settings, addresses, the server, and the txng command."""
