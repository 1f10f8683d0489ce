"""The rules of meetings: who comes, what belongs to which agenda, what stands once the minutes are accepted."""
