"""The doors: HTTP, web page, command line; and the one place where everything is put together."""
