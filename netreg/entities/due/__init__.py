"""Due items, and the rules that say when to warn of them."""
