"""Records that are perhaps the same, and how alike they are: people, organisations and groups, what has a title."""
