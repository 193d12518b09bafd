"""Components, template tags and layouts: how the portal looks, and nothing about what it does."""
