"""The change of school year: everybody who stays goes up a grade on 1 August, seen as a plan before it is applied."""
