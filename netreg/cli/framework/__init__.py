"""The framework of all commands: lazy groups, the session, options, arguments, lists, the shared verbs."""
