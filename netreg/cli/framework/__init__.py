"""What all commands share: lazy groups, context, options, arguments, listing, the generic verbs."""
