"""Where documents come from; one module a format or portal."""
