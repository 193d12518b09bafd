"""Pages of notices: the inbox, the agenda, the messages of a programme."""
