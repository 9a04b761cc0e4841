"""One's own view of one's skills: asked in one sitting, repeated over time, never counted."""
