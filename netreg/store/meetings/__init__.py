"""The meetings of a series: their numbers, agendas, who was invited and came, matters arising, accepted minutes."""
