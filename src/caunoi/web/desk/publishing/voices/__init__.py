"""Comments of readers at the desk."""
