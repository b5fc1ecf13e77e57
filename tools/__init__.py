"""What builds, tests and checks the repository; nothing here is installed with txng."""
