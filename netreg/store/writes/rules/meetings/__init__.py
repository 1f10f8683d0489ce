"""The rules of meetings and of who comes to them."""
