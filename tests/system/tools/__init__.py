"""Stand-ins of the chat tools' servers, and the people who write in them."""
