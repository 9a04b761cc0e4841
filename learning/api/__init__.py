"""The figures as a service for programs: tokens and their description."""
