"""Steps of the schema of what is remembered of use, one small file each."""
