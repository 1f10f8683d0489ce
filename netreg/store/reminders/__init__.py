"""The due items of the register, and the ledger of the warnings given."""
