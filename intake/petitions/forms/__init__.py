"""The residents' forms. Every one works without JavaScript, and says what is wrong next to its field."""
