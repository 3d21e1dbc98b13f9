"""The web page: server-rendered, no build step; JavaScript only makes it quicker."""
