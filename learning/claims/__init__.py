"""Prior learning: what people claim or other systems report, decided under a council's rules."""
