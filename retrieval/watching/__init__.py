"""What people follow: looking for what is new to each watch, and asking owners whether old fiches still hold."""
