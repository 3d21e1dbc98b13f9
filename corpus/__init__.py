"""The domain of Passerelle, and the documents that ship with it; no SQL, no model, no network."""
